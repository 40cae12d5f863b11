import type { Approval, DecideInput, Incident } from '@genba/contracts'
import { Button, Textarea } from '@mantine/core'
import { useId, useRef, useState } from 'react'
import { useDecide } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { useMe } from '../ui/me.js'
import { REASON_MAX_CHARS } from '../ui/reason-dialog.js'
import { errorText } from '../ui/states.js'
import styles from './approvals.module.css'
import { refusalOf } from './may-decide.js'

const REFUSING = { c: 'var(--g-critical)', bd: '1px solid var(--g-critical)' }

/** Approve or refuse, always with a reason. Who can't is told why. What was sent counts only when it comes back live. */
export function AnswerForm({ incident, approval }: { incident: Incident; approval: Approval }) {
  const words = useWords()
  const { t } = words
  const me = useMe()
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const decide = useDecide()
  const [reason, setReason] = useState('')
  const [isChecked, setChecked] = useState(false)
  const refusal = refusalOf(me, { plant: incident.plant, approval, isOpen: incident.state === 'open' })
  const isSent = decide.isSuccess && refusal === undefined
  const isDisabled = refusal !== undefined || isSent

  const send = (answer: DecideInput['answer']): void => {
    setChecked(true)
    if (!reason.trim()) return field.current?.focus()
    const params = { incident: incident.id, approval: approval.id }
    decide.mutate({ params, body: { answer, reason: reason.trim() } })
  }
  const common = { disabled: isDisabled || decide.isPending, 'aria-describedby': refusal ? id : undefined }

  return (
    <div className={styles['form']}>
      <Textarea
        ref={field}
        label={t('approval.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={isChecked && !reason.trim() && t('approval.reasonMissing')}
        disabled={isDisabled}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={REASON_MAX_CHARS}
      />
      <div className={styles['buttons']}>
        <Button {...common} data-key="approve" aria-keyshortcuts="a" onClick={() => send('approve')}>
          {t('approval.approve')}
        </Button>
        <Button
          {...common}
          data-key="refuse"
          aria-keyshortcuts="r"
          variant="outline"
          {...(common.disabled ? {} : REFUSING)}
          onClick={() => send('refuse')}
        >
          {t('approval.refuse')}
        </Button>
      </div>
      {refusal && (
        <p id={id} className={styles['why']}>
          {t(`approval.why.${refusal}`)}
        </p>
      )}
      <div role="status">{isSent && <p className={styles['sent']}>{t('approval.sent')}</p>}</div>
      <div role="alert">{decide.isError && <p className={styles['error']}>{errorText(decide.error, words)}</p>}</div>
    </div>
  )
}
