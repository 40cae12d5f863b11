import { useAlarmWish } from '../api/alarms.js'
import { useWords } from '../i18n/use-words.js'
import { ReasonDialog } from '../ui/reason-dialog.js'

type Props = { plant: string; cover: string; kind: 'returnAlarm' | 'endMaintenance'; onClose: () => void }

/** Ends a cover before its time. */
export function ReturnDialog({ plant, cover, kind, onClose }: Props) {
  const { t } = useWords()
  const end = useAlarmWish(kind, plant)
  const isAlarm = kind === 'returnAlarm'
  return (
    <ReasonDialog
      title={t(isAlarm ? 'alarms.returnTitle' : 'alarms.endTitle')}
      label={t('alarms.reason')}
      action={t(isAlarm ? 'alarms.return' : 'alarms.end')}
      isOpen
      isSending={end.isPending}
      error={end.error}
      onSend={(reason) => end.mutate({ params: { plant, cover }, body: { reason } }, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
