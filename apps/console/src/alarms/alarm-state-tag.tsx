import type { AlarmState } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import { Tag, type Tone } from '../ui/tags.js'

type At = AlarmState['at']
const TONE: Record<At, Tone> = {
  normal: 'good',
  unacknowledged: 'high',
  acknowledged: 'info',
  returnedUnacknowledged: 'medium',
  latchedUnacknowledged: 'high',
  latchedAcknowledged: 'medium',
  shelved: 'accent',
  suppressedByDesign: 'accent',
  outOfService: 'accent',
}
const MARK: Record<At, string> = {
  normal: '○',
  unacknowledged: '!',
  acknowledged: '✓',
  returnedUnacknowledged: '↩',
  latchedUnacknowledged: '⊓',
  latchedAcknowledged: '⊓',
  shelved: '‖',
  suppressedByDesign: '⊘',
  outOfService: '✕',
}

/** Where an alarm stands as colour, mark and word. */
export function AlarmStateTag({ at }: { at: At }) {
  const { t } = useWords()
  return (
    <Tag tone={TONE[at]}>
      <span aria-hidden="true">{MARK[at]}</span>
      {t(`alarms.at.${at}`)}
    </Tag>
  )
}
