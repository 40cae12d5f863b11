import { never, type Response, type Run, type RunStep, type StepState } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import { usePlantNames } from '../ui/plant-names.js'
import { StepTag } from '../ui/tags.js'
import { Clock, PlantTime } from '../ui/times.js'
import styles from './ooda.module.css'
import { StepWishes } from './step-wishes.js'
import { codeText, isCodeWord, isOutputName, valueText } from './told.js'

type Props = { response: Response; run: Run; step: RunStep; isRetryable: boolean }

export function Step({ response, run, step, isRetryable }: Props) {
  const { t, pick } = useWords()
  const { state } = step
  return (
    <li className={styles['step']} data-at={state.at}>
      <span className={styles['name']}>{pick(step.name)}</span>
      <div className={styles['state']}>
        <StepTag at={state.at} isRunOver={run.state !== 'running'} />
        <Since state={state} plant={response.plant} />
        {step.attempt > 1 && <span>{t('ooda.attempt', { attempt: step.attempt })}</span>}
      </div>
      <Outcome state={state} plant={response.plant} />
      {isRetryable && <StepWishes response={response} run={run} step={step} />}
    </li>
  )
}

/** What has begun and not ended counts up; what has ended tells when. */
function Since({ state, plant }: { state: StepState; plant: string }) {
  const { timeZone } = usePlantNames(plant)
  if (state.at === 'pending') return null
  if (state.at === 'due' || state.at === 'waiting') return <Clock since={state.since} />
  return <PlantTime at={state.since} timeZone={timeZone} />
}

function Outcome({ state, plant }: { state: StepState; plant: string }) {
  const { t, pick } = useWords()
  switch (state.at) {
    case 'pending':
    case 'due':
      return null
    case 'waiting':
      return <p className={styles['why']}>{t('ooda.waitingFor')}</p>
    case 'done':
      return <Output output={state.output} plant={plant} />
    case 'failed':
    case 'parked':
      return (
        <p className={styles['error']}>
          {isCodeWord(state.error) ? t(`code.${state.error}`) : pick(codeText(state.error))}
        </p>
      )
    default:
      return never(state)
  }
}

function Output({ output, plant }: { output: Record<string, string>; plant: string }) {
  const { t } = useWords()
  const names = usePlantNames(plant)
  const lines = Object.entries(output).filter(([, value]) => value !== '')
  if (lines.length === 0) return null
  return (
    <dl className={styles['output']}>
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{isOutputName(name) ? t(`output.${name}`) : name}</dt>
          <dd>{isCodeWord(value) ? t(`code.${value}`) : valueText(name, value, names)}</dd>
        </div>
      ))}
    </dl>
  )
}
