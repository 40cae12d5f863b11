import type { StandingAlarm } from '@genba/contracts'
import { Input, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useAlarmWish } from '../api/alarms.js'
import { useWords } from '../i18n/use-words.js'
import { randomKey } from '../ui/random-key.js'
import { ReasonDialog } from '../ui/reason-dialog.js'

const MINUTE_MS = 60_000
const DURATIONS = {
  m15: 15 * MINUTE_MS,
  h1: 60 * MINUTE_MS,
  h4: 240 * MINUTE_MS,
  h8: 480 * MINUTE_MS,
  h24: 1_440 * MINUTE_MS,
} as const
type Duration = keyof typeof DURATIONS
const ORDER: Duration[] = ['m15', 'h1', 'h4', 'h8', 'h24']

export function ShelveDialog({ alarm, onClose }: { alarm: StandingAlarm; onClose: () => void }) {
  const { t } = useWords()
  const [key] = useState(() => randomKey())
  const [duration, setDuration] = useState<Duration>('h1')
  const shelve = useAlarmWish('shelveAlarm', alarm.plant)
  const send = (reason: string): void =>
    shelve.mutate(
      { params: { plant: alarm.plant }, body: { key, alarm: alarm.id, reason, forMs: DURATIONS[duration] } },
      { onSuccess: onClose },
    )
  return (
    <ReasonDialog
      title={t('alarms.shelveTitle', { name: alarm.name })}
      text={t('alarms.shelveText')}
      label={t('alarms.reason')}
      action={t('alarms.shelve')}
      isOpen
      isSending={shelve.isPending}
      error={shelve.error}
      onSend={send}
      onClose={onClose}
    >
      <Input.Wrapper label={t('alarms.duration')} labelElement="div">
        <SegmentedControl<Duration>
          fullWidth
          aria-label={t('alarms.duration')}
          data={ORDER.map((value) => ({ value, label: t(`alarms.durations.${value}`) }))}
          value={duration}
          onChange={setDuration}
        />
      </Input.Wrapper>
    </ReasonDialog>
  )
}
