import type { StandingAlarm } from '@genba/contracts'
import { useState } from 'react'
import { useAlarmWish } from '../api/alarms.js'
import { useWords } from '../i18n/use-words.js'
import { randomKey } from '../ui/random-key.js'
import { ReasonDialog } from '../ui/reason-dialog.js'

/** Asks a second person to take the alarm's rule on its asset out of service. */
export function StopDialog({ alarm, onClose }: { alarm: StandingAlarm; onClose: () => void }) {
  const { t } = useWords()
  const [key] = useState(() => randomKey())
  const stop = useAlarmWish('requestOutOfService', alarm.plant)
  const { plant, zone, asset, rule } = alarm
  return (
    <ReasonDialog
      title={t('alarms.stopTitle', { name: alarm.name })}
      text={t('alarms.stopText')}
      label={t('alarms.reason')}
      action={t('alarms.stop')}
      isOpen
      isSending={stop.isPending}
      error={stop.error}
      onSend={(reason) =>
        stop.mutate({ params: { plant }, body: { key, zone, asset, rule, reason } }, { onSuccess: onClose })
      }
      onClose={onClose}
    />
  )
}
