import { may, type Response, type Run, type RunStep, type StepWish } from '@genba/contracts'
import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useRerunStep, useRetryStep, useSkipStep } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { useMe } from '../ui/me.js'
import { ReasonDialog } from '../ui/reason-dialog.js'
import styles from './ooda.module.css'

type Props = { response: Response; run: Run; step: RunStep }

/** How a person may let a step go on: what is parked is retried, skipped or run again; what is over is run again. */
export function StepWishes({ response, run, step }: Props) {
  const { t } = useWords()
  const me = useMe()
  const asks = { retry: useRetryStep(), skip: useSkipStep(), rerun: useRerunStep() }
  const { at } = step.state
  const isCurrent = run.state === 'running' && run.id === response.runs.at(-1)?.id && response.state !== 'done'
  if (!isCurrent || !may(actorOf(me), 'step.retry', response.plant)) return null
  const wishes: StepWish[] =
    at === 'parked' ? ['retry', 'skip', 'rerun'] : at === 'done' || at === 'failed' ? ['rerun'] : []
  if (wishes.length === 0) return null
  const isSent = Object.values(asks).some((ask) => ask.isSuccess)
  return (
    <>
      <Group gap={4}>
        {wishes.map((wish) => (
          <Wish key={wish} wish={wish} ask={asks[wish]} isSent={isSent} response={response} run={run} step={step} />
        ))}
      </Group>
      {isSent && <p className={styles['why']}>{t('approval.sent')}</p>}
    </>
  )
}

type Ask = ReturnType<typeof useRetryStep> | ReturnType<typeof useSkipStep> | ReturnType<typeof useRerunStep>

function Wish({ wish, ask, isSent, response, run, step }: Props & { wish: StepWish; ask: Ask; isSent: boolean }) {
  const { t, pick } = useWords()
  const [isOpen, setOpen] = useState(false)
  const title = t(`ooda.${wish}Title`, { step: pick(step.name) })
  const params = { incident: response.incident, run: run.id, step: step.id }
  return (
    <>
      <Button
        size="compact-xs"
        variant={step.state.at === 'parked' ? 'default' : 'subtle'}
        aria-label={title}
        onClick={() => setOpen(true)}
        disabled={isSent}
      >
        {t(`ooda.${wish}`)}
      </Button>
      <ReasonDialog
        title={title}
        label={t(`ooda.${wish}Reason`)}
        {...(wish === 'retry' ? {} : { text: t(`ooda.${wish}Text`) })}
        action={t(`ooda.${wish}`)}
        isOpen={isOpen}
        isSending={ask.isPending}
        error={ask.error}
        onSend={(reason) => ask.mutate({ params, body: { reason } }, { onSuccess: () => setOpen(false) })}
        onClose={() => setOpen(false)}
      />
    </>
  )
}
