import { PHASES, type IncidentPage, type Phase, type Response, type Run } from '@genba/contracts'
import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.js'
import { Panel } from '../ui/panel.js'
import { Empty } from '../ui/states.js'
import { Tag } from '../ui/tags.js'
import { useNow } from '../ui/use-now.js'
import styles from './ooda.module.css'
import { phaseTime } from './phase-clock.js'
import { Step } from './step.js'

/** The four columns of the loop: each phase's clock and its steps. */
export function Ooda({ page: { incident, response } }: { page: IncidentPage }) {
  const { t, pick } = useWords()
  const [chosen, setChosen] = useState<number>()
  if (!response) {
    return (
      <Panel title={t('incident.response')}>
        <Empty title={t('incident.noResponse')} hint={t('incident.noResponseHint')} isSmall />
      </Panel>
    )
  }
  const loop = chosen ?? response.loop
  const runs = response.runs.filter((run) => run.loop === loop)
  const title = runs.map((run) => `${pick(run.name)}: ${t(`runState.${run.state}`)}`).join(' · ')
  return (
    <Panel
      title={title || t('incident.noRun')}
      note={<LoopChoice response={response} loop={loop} onChange={setChosen} />}
      isFlush
    >
      <div className={styles['columns']}>
        {PHASES.map((phase) => (
          <Column
            key={phase}
            phase={phase}
            loop={loop}
            response={response}
            runs={runs}
            isRetryable={incident.state === 'open'}
          />
        ))}
      </div>
    </Panel>
  )
}

type LoopProps = { response: Response; loop: number; onChange: (loop: number) => void }

function LoopChoice({ response, loop, onChange }: LoopProps) {
  const { t } = useWords()
  if (response.loop < 2) return <>{t('ooda.loopOf', { loop })}</>
  return (
    <NativeSelect
      size="xs"
      aria-label={t('ooda.chooseLoop')}
      value={String(loop)}
      data={Array.from({ length: response.loop }, (_, index) => ({
        value: String(index + 1),
        label: t('ooda.loopOf', { loop: index + 1 }),
      }))}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    />
  )
}

type ColumnProps = { phase: Phase; loop: number; response: Response; runs: Run[]; isRetryable: boolean }

function Column({ phase, loop, response, runs, isRetryable }: ColumnProps) {
  const { t } = useWords()
  const isNow = response.state !== 'done' && response.loop === loop && response.phase === phase
  // Conditions and ends of a CACAO playbook are ways between steps, not work.
  const steps = runs.flatMap((run) =>
    run.steps.filter((step) => step.phase === phase && step.type === 'action').map((step) => ({ run, step })),
  )
  return (
    <section
      className={styles['column']}
      data-now={isNow}
      aria-label={t(`phase.${phase}`)}
      aria-current={isNow ? 'step' : undefined}
    >
      <div className={styles['head']}>
        <h4>{t(`phase.${phase}`)}</h4>
        <PhaseClock response={response} loop={loop} phase={phase} />
      </div>
      <p className={styles['ask']}>{t(`phaseAsk.${phase}`)}</p>
      <ul className={styles['steps']}>
        {steps.map(({ run, step }) => (
          <Step key={`${run.id} ${step.id}`} response={response} run={run} step={step} isRetryable={isRetryable} />
        ))}
      </ul>
      {steps.length === 0 && <p className={styles['none']}>{t('ooda.noSteps')}</p>}
    </section>
  )
}

function PhaseClock({ response, loop, phase }: { response: Response; loop: number; phase: Phase }) {
  const { t, clock } = useWords()
  const now = useNow()
  const time = phaseTime(response.clock, loop, phase)
  if (!time)
    return (
      <span className={styles['clock']} data-quiet="true">
        {t('ooda.notEntered')}
      </span>
    )
  const until = response.endedAt ?? now
  const running = time.since === undefined ? 0 : until - time.since
  return (
    <span className={styles['clock']} data-late={time.isLate}>
      <span role="timer" aria-label={t('ooda.clock')}>
        {clock(time.spentMs + running)}
      </span>
      {time.budgetMs !== undefined && <small> {t('ooda.budget', { budget: clock(time.budgetMs) })}</small>}
      {time.isLate && <Tag tone="critical">{t('ooda.late')}</Tag>}
    </span>
  )
}
