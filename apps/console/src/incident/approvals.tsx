import type { Approval, BreakGlass, IncidentPage, Response } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import { Panel } from '../ui/panel.js'
import { Empty } from '../ui/states.js'
import { Tag, type Tone } from '../ui/tags.js'
import { Answers } from './answers.js'
import { ApprovalCard } from './approval-card.js'
import styles from './approvals.module.css'

/** Who decides what now; below it what was decided before. */
export function Approvals({ page: { incident, response } }: { page: IncidentPage }) {
  const { t } = useWords()
  const all = response?.approvals ?? []
  const waiting = all.filter(({ state }) => state === 'waiting')
  const decided = all.filter(({ state }) => state !== 'waiting').reverse()
  return (
    <>
      {waiting.length === 0 && <NoneWaiting state={response?.state} />}
      {waiting.map((approval) => (
        <ApprovalCard key={approval.id} incident={incident} approval={approval} />
      ))}
      {decided.length > 0 && (
        <Panel title={t('approval.decided')} isFlush>
          {decided.map((approval) => (
            <Decided key={approval.id} approval={approval} plant={incident.plant} />
          ))}
        </Panel>
      )}
    </>
  )
}

function NoneWaiting({ state }: { state: Response['state'] | undefined }) {
  const { t } = useWords()
  const hint = state === 'done' ? 'noneDone' : state === 'parked' ? 'noneParked' : 'noneRunning'
  return (
    <Panel title={t('approval.none')} isFlush>
      <Empty title={t(`approval.${hint}`)} isSmall />
    </Panel>
  )
}

const STATE_TONE: Record<Approval['state'], Tone> = {
  waiting: 'high',
  approved: 'good',
  refused: 'critical',
  withdrawn: 'info',
}

function Decided({ approval, plant }: { approval: Approval; plant: string }) {
  const { t, pick } = useWords()
  return (
    <div className={styles['decided']}>
      <Tag tone={STATE_TONE[approval.state]}>{t(`approval.state.${approval.state}`)}</Tag> <b>{pick(approval.title)}</b>
      {approval.breakGlass && <Broken broken={approval.breakGlass} />}
      <Answers approval={approval} plant={plant} />
    </div>
  )
}

/** One person decided alone: said as long as the decision is shown, with the look that another one took at it. */
function Broken({ broken: { review, reason } }: { broken: BreakGlass }) {
  const { t } = useWords()
  return (
    <p>
      <Tag tone="critical">{t('reviews.broken')}</Tag> {reason}{' '}
      {review ? (
        <span className={styles['dim']}>
          {t('reviews.reviewed', { user: review.user, verdict: t(`reviews.verdicts.${review.verdict}`) })}:{' '}
          {review.reason}
        </span>
      ) : (
        <Tag tone="high">{t('reviews.notReviewed')}</Tag>
      )}
    </p>
  )
}
