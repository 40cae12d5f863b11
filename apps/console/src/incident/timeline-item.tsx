import {
  Phase,
  ROUTES,
  never,
  type Comment,
  type CommentFile,
  type IncidentPage,
  type TimelineEntry,
} from '@genba/contracts'
import { urlOf } from '../api/client.js'
import { useWords, type Words } from '../i18n/use-words.js'
import { bytesText } from '../ui/format.js'
import { useMe } from '../ui/me.js'
import { usePlantNames, type PlantNames } from '../ui/plant-names.js'
import { Tag, type Tone } from '../ui/tags.js'
import { PlantTime } from '../ui/times.js'
import { actorName, codeText, isCodeWord } from './told.js'
import { approvalTitleOf, stepNameOf, type TimelineLine, type TimelineSide } from './timeline.js'
import styles from './timeline-panel.module.css'

const SIDE_TONE: Record<TimelineSide, Tone> = { attack: 'critical', people: 'accent', response: 'info' }

const KIND_TEXT = {
  'response.opened': 'timeline.kind.responseOpened',
  'phase.entered': 'timeline.kind.phaseEntered',
  'phase.late': 'timeline.kind.phaseLate',
  'step.done': 'timeline.kind.stepDone',
  'step.failed': 'timeline.kind.stepFailed',
  'step.parked': 'timeline.kind.stepParked',
  'step.retried': 'timeline.kind.stepRetried',
  'step.skipped': 'timeline.kind.stepSkipped',
  'step.rerun': 'timeline.kind.stepRerun',
  'approval.requested': 'timeline.kind.approvalRequested',
  'approval.given': 'timeline.kind.approvalGiven',
  'approval.approved': 'timeline.kind.approvalApproved',
  'approval.refused': 'timeline.kind.approvalRefused',
  'approval.escalated': 'timeline.kind.approvalEscalated',
  'approval.reminded': 'timeline.kind.approvalReminded',
  'approval.break-glass': 'timeline.kind.approvalBreakGlass',
  'approval.reviewed': 'timeline.kind.approvalReviewed',
  'approval.late': 'timeline.kind.approvalLate',
  'approval.withdrawn': 'timeline.kind.approvalWithdrawn',
  'timer.missed': 'timeline.kind.timerMissed',
  'hold.placed': 'timeline.kind.holdPlaced',
  'hold.wished': 'timeline.kind.holdWished',
  'hold.renewed': 'timeline.kind.holdRenewed',
  'hold.asked': 'timeline.kind.holdAsked',
  'hold.stuck': 'timeline.kind.holdStuck',
  'hold.undone': 'timeline.kind.holdUndone',
  'hold.late': 'timeline.kind.holdLate',
  'response.done': 'timeline.kind.responseDone',
} as const satisfies Record<TimelineEntry['kind'], string>

export function TimelineItem({ line, page }: { line: TimelineLine; page: IncidentPage }) {
  const words = useWords()
  const me = useMe()
  const names = usePlantNames(page.incident.plant)
  const reason = reasonOf(line, words)
  const by = byOf(line)
  return (
    <li className={styles['line']}>
      <span className={styles['time']}>
        <PlantTime at={line.at} timeZone={names.timeZone} />
      </span>
      <span>
        <Tag tone={SIDE_TONE[line.side]}>{words.t(`timeline.${line.side}`)}</Tag>
      </span>
      <span className={styles['text']}>
        {lineText(line, page, names, words)}
        {line.what === 'comment' && line.comment.file && <Attached comment={line.comment} file={line.comment.file} />}
        {reason && <span className={styles['reason']}> — {reason}</span>}
      </span>
      <span className={styles['by']}>{by === me.user ? words.pick(me.displayName) : by}</span>
    </li>
  )
}

/** Saved, never opened: what somebody attached may be what attacked the plant. */
function Attached({ comment, file }: { comment: Comment; file: CommentFile }) {
  const { t } = useWords()
  const href = urlOf(ROUTES.getCommentFile.path, { incident: comment.incident, comment: comment.id })
  return (
    <a className={styles['file']} href={href} download={file.name} title={`SHA-256 ${file.sha256}`}>
      {t('attachment.file', { name: file.name, size: bytesText(file.bytes) })}
    </a>
  )
}

function lineText(line: TimelineLine, page: IncidentPage, names: PlantNames, words: Words): string {
  const { t, pick, number } = words
  switch (line.what) {
    case 'opened':
      return t('timeline.kind.incidentOpened', { zone: names.zone(line.zone) })
    case 'signal':
      return t('timeline.kind.signal', {
        rule: pick(line.signal.rule.title),
        zone: names.zone(line.signal.zone),
        alerts: number(line.signal.count),
      })
    case 'spread': {
      const { from, zone, conduit, shared } = line.spread
      return t('timeline.kind.spread', {
        from: names.zone(from),
        zone: names.zone(zone),
        conduit: names.conduit(conduit),
        shared: actorName(shared, names),
      })
    }
    case 'closed':
      return t('timeline.kind.incidentClosed')
    case 'operation': {
      const { kind, other, signals = [], refused, undone } = line.operation
      return [
        t(`grouping.kind.${kind}`),
        ...(other === undefined ? [] : [other]),
        ...signals.map((id) => pick(page.incident.signals.find((signal) => signal.id === id)?.rule.title ?? { ja: id, en: id })), // prettier-ignore
        ...(refused === undefined ? [] : [t(`grouping.refused.${refused}`)]),
        ...(undone === undefined ? [] : [t('grouping.undone', undone)]),
      ].join(' · ')
    }
    case 'comment':
      return line.comment.text
    case 'entry':
      return entryText(line.entry, page, words)
    default:
      return never(line)
  }
}

function entryText(entry: TimelineEntry, { response }: IncidentPage, { t, pick }: Words): string {
  const step = stepNameOf(entry, response)
  const approval = approvalTitleOf(entry, response)
  const phase = Phase.safeParse(entry.params['phase'])
  const answer = entry.params['answer']
  return t(KIND_TEXT[entry.kind], {
    step: step ? pick(step) : t('app.none'),
    approval: approval ? pick(approval) : t('app.none'),
    phase: phase.success ? t(`phase.${phase.data}`) : t('app.none'),
    outcome: wordText(String(entry.params['outcome'] ?? ''), { t, pick }),
    answer: answer === 'approve' || answer === 'refuse' ? t(`approval.answer.${answer}`) : t('app.none'),
  })
}

function reasonOf(line: TimelineLine, words: Words): string | undefined {
  if (line.what === 'closed') return line.reason
  if (line.what === 'operation') return line.operation.reason
  if (line.what !== 'entry') return undefined
  const { code, error, reason } = line.entry.params
  const told = [code, error, reason].filter((value) => value !== undefined)
  return told.length === 0 ? undefined : told.map((value) => wordText(String(value), words)).join(' · ')
}

/** Genba's own words and codes in the chosen language; what a person wrote as it is. */
function wordText(told: string, { t, pick }: Pick<Words, 't' | 'pick'>): string {
  return isCodeWord(told) ? t(`code.${told}`) : pick(codeText(told)) || t('app.none')
}

/** People are named; Genba's own parts need no name on every line. */
function byOf(line: TimelineLine): string {
  if (line.what === 'closed') return line.by
  if (line.what === 'operation') return line.operation.by
  if (line.what === 'comment') return line.comment.by
  return line.what === 'entry' && line.entry.by !== 'responder' ? line.entry.by : ''
}
