import { may, type IncidentPage } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import { useCloseIncident } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { useMe } from '../ui/me.js'
import { ReasonDialog } from '../ui/reason-dialog.js'
import { RegroupButtons } from './grouping/regroup-buttons.js'
import styles from './top.module.css'

export function CloseIncident({ page: { incident, response } }: { page: IncidentPage }) {
  const { t } = useWords()
  const me = useMe()
  const id = useId()
  const close = useCloseIncident()
  const [isOpen, setOpen] = useState(false)
  const isWaiting = response?.approvals.some(({ state }) => state === 'waiting') ?? false
  const isOver = incident.state !== 'open'
  const why = isOver
    ? t('closing.closed')
    : may(actorOf(me), 'incident.close', incident.plant)
      ? undefined
      : t('closing.noPermission')
  const note = why ?? (close.isSuccess ? t('closing.sent') : undefined)
  const send = (reason: string): void =>
    close.mutate({ params: { incident: incident.id }, body: { reason } }, { onSuccess: () => setOpen(false) })
  return (
    <div className={styles['side']}>
      {note && !isOver && (
        <span id={id} className={styles['why']}>
          {note}
        </span>
      )}
      {!isOver && <RegroupButtons incident={incident} />}
      {!isOver && (
        <Button
          variant="default"
          size="xs"
          data-key="close"
          aria-keyshortcuts="x"
          disabled={note !== undefined}
          aria-describedby={note ? id : undefined}
          onClick={() => setOpen(true)}
        >
          {t('closing.button')}
        </Button>
      )}
      <ReasonDialog
        title={t('closing.title')}
        label={t('closing.reason')}
        action={t('closing.button')}
        text={isWaiting ? `${t('closing.waiting')} ${t('closing.text')}` : t('closing.text')}
        isOpen={isOpen}
        isSending={close.isPending}
        error={close.error}
        onSend={send}
        onClose={() => setOpen(false)}
      />
    </div>
  )
}
