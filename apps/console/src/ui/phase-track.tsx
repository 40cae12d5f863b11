import { PHASES, type IncidentRow } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import styles from './phase-track.module.css'
import { Clock } from './times.js'

/** Where in observe – orient – decide – act a response is, and for how long. */
export function PhaseTrack({ response }: { response: NonNullable<IncidentRow['response']> }) {
  const { t } = useWords()
  const now = PHASES.indexOf(response.phase)
  const isDone = response.state === 'done'
  return (
    <div className={styles['track']}>
      <div className={styles['bars']} aria-hidden="true">
        {PHASES.map((phase, index) => (
          <i key={phase} data-at={isDone || index < now ? 'past' : index === now ? 'now' : 'next'} />
        ))}
      </div>
      <div className={styles['line']}>
        <b>{isDone ? t('responseState.done') : t(`phase.${response.phase}`)}</b>
        {!isDone && (
          <span>
            <Clock since={response.phaseSince} />
          </span>
        )}
        {response.loop > 1 && <span>{t('list.loop', { loop: response.loop })}</span>}
      </div>
    </div>
  )
}
