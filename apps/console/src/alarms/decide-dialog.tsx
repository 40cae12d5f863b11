import { useAlarmWish } from '../api/alarms.js'
import { useWords } from '../i18n/use-words.js'
import { ReasonDialog } from '../ui/reason-dialog.js'

type Props = { plant: string; cover: string; answer: 'approve' | 'refuse'; onClose: () => void }

/** The second person's answer. */
export function DecideDialog({ plant, cover, answer, onClose }: Props) {
  const { t } = useWords()
  const decide = useAlarmWish('decideOutOfService', plant)
  return (
    <ReasonDialog
      title={t(`alarms.${answer}Title`)}
      label={t('alarms.reason')}
      action={t(`alarms.${answer}`)}
      isOpen
      isSending={decide.isPending}
      error={decide.error}
      onSend={(reason) => decide.mutate({ params: { plant, cover }, body: { answer, reason } }, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
