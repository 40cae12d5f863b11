import type { Approval, ApprovalView, DecideInput, Incident } from '@genba/contracts'
import { Button, Textarea } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import { codeOf } from '../api/client.js'
import { useDecide } from '../api/deciding.js'
import { useLiveStatus } from '../api/live-provider.js'
import { useWords } from '../i18n/use-words.js'
import { useMe } from '../ui/me.js'
import { REASON_MAX_CHARS } from '../ui/reason-dialog.js'
import { errorText } from '../ui/states.js'
import styles from './approvals.module.css'
import { BreakGlassButton } from './break-glass.js'
import { refusalOf } from './may-decide.js'

const REFUSING = { c: 'var(--g-critical)', bd: '1px solid var(--g-critical)' }

type Props = {
  incident: Incident
  approval: Approval
  /** The way that the person has chosen, where the approval offers several. */
  option: string | undefined
  view: UseQueryResult<ApprovalView>
}

/**
 * Approve or refuse, always with a reason. Who can't is told why. What was sent counts only when it comes back live. From the first
 * letter of the reason on it is about what stood there then: what changes after that is shown and must be read before anything is sent.
 */
export function AnswerForm({ incident, approval, option, view }: Props) {
  const words = useWords()
  const { t } = words
  const me = useMe()
  const isOffline = useLiveStatus() === 'down'
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const decide = useDecide(incident.id)
  const [reason, setReason] = useState('')
  const [read, setRead] = useState<string>()
  const [isChecked, setChecked] = useState(false)
  const asked = { plant: incident.plant, approval, isOpen: incident.state === 'open', who: view.data?.who }
  const refusal = refusalOf(me, asked) ?? (isOffline ? 'offline' : undefined)
  const hash = view.isPlaceholderData ? undefined : view.data?.seen.hash
  const isChanged = read !== undefined && hash !== undefined && read !== hash
  const sent = decide.variables?.body
  const isForThis = sent?.answer === 'refuse' || sent?.option === option
  const isSent = decide.isSuccess && refusal === undefined && isForThis
  const isDisabled = refusal !== undefined || isSent
  const isToChoose = approval.choice !== undefined && option === undefined

  const write = (text: string): void => {
    setReason(text)
    setRead((known) => known ?? hash)
  }
  const send = (answer: DecideInput['answer']): void => {
    setChecked(true)
    if (!reason.trim()) return field.current?.focus()
    if (answer === 'approve' && isToChoose) return
    const seen = read ?? hash
    if (seen === undefined) return
    const params = { incident: incident.id, approval: approval.id }
    const way = answer === 'approve' && option !== undefined ? { option } : {}
    decide.mutate({ params, body: { answer, ...way, reason: reason.trim(), seen } })
  }
  const common = {
    disabled: isDisabled || isChanged || decide.isPending || hash === undefined,
    'aria-describedby': refusal ? id : undefined,
  }

  return (
    <div className={styles['form']}>
      {(refusal === undefined || refusal === 'offline') && (
        <Textarea
          ref={field}
          label={t('approval.reason')}
          value={reason}
          onChange={(event) => write(event.currentTarget.value)}
          error={isChecked && !reason.trim() && t('approval.reasonMissing')}
          disabled={isDisabled}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={REASON_MAX_CHARS}
        />
      )}
      <div role="alert">
        {isChecked && isToChoose && <p className={styles['error']}>{t('deciding.optionMissing')}</p>}
        {isChanged && (
          <p className={styles['error']}>
            {t('deciding.changed')}{' '}
            <Button size="compact-xs" variant="default" onClick={() => setRead(hash)}>
              {t('deciding.readAgain')}
            </Button>
          </p>
        )}
      </div>
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
      <div role="alert">
        {decide.isError && (
          <p className={styles['error']}>
            {codeOf(decide.error) === 'CHANGED_MEANWHILE'
              ? t('deciding.refusedAsChanged')
              : errorText(decide.error, words)}
          </p>
        )}
      </div>
      {!isSent && !isToChoose && (
        <BreakGlassButton asked={asked} option={option} incident={incident.id} hash={hash} isOffline={isOffline} />
      )}
    </div>
  )
}
