import type { Approval, PersonWho } from '@genba/contracts'
import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useBreakGlass } from '../api/deciding.js'
import { useWords } from '../i18n/use-words.js'
import { useMe } from '../ui/me.js'
import { ReasonDialog } from '../ui/reason-dialog.js'
import styles from './approvals.module.css'
import { mayBreakGlass } from './may-decide.js'

const REASON_MIN_CHARS = 10

type Asked = { plant: string; approval: Approval; isOpen: boolean; who: readonly PersonWho[] | undefined }
type Props = {
  asked: Asked
  option: string | undefined
  incident: string
  hash: string | undefined
  isOffline: boolean
}

/**
 * The door for the night in which nobody can be reached: behind a step of its own, with a reason, never one press away. Who writes it answers
 * for what stood there when they began; the dialog stays whatever moves meanwhile, and the gateway says what has changed.
 */
export function BreakGlassButton({ asked, option, incident, hash, isOffline }: Props) {
  const { t } = useWords()
  const me = useMe()
  const [openedFor, setOpenedFor] = useState<string>()
  const ask = useBreakGlass(incident)
  if (!mayBreakGlass(me, asked) && openedFor === undefined) return null
  if (ask.isSuccess)
    return (
      <p role="status" className={styles['sent']}>
        {t('approval.sent')}
      </p>
    )
  const isDisabled = hash === undefined || isOffline
  const close = (): void => setOpenedFor(undefined)
  return (
    <div className={styles['glass']}>
      <Button
        size="compact-sm"
        variant="subtle"
        c={isDisabled ? undefined : 'var(--g-critical)'}
        data-key="break-glass"
        aria-keyshortcuts="b"
        title={t('deciding.glass.hint')}
        disabled={isDisabled}
        onClick={() => setOpenedFor(hash)}
      >
        {t('deciding.glass.button')}
      </Button>
      {openedFor !== undefined && (
        <GlassDialog
          approval={asked.approval}
          isSending={ask.isPending}
          error={ask.error}
          onSend={(reason) =>
            ask.mutate(
              {
                params: { incident, approval: asked.approval.id },
                body: { ...(option === undefined ? {} : { option }), reason, seen: openedFor },
              },
              { onSuccess: close },
            )
          }
          onClose={close}
        />
      )}
    </div>
  )
}

type DialogProps = {
  approval: Approval
  isSending: boolean
  error: unknown
  onSend: (reason: string) => void
  onClose: () => void
}

function GlassDialog({ approval, ...rest }: DialogProps) {
  const { t, pick } = useWords()
  const [isSure, setSure] = useState(false)
  return (
    <ReasonDialog
      title={t('deciding.glass.title')}
      text={t('deciding.glass.text', { title: pick(approval.title) })}
      label={t('deciding.glass.reason')}
      least={{ chars: REASON_MIN_CHARS, text: t('deciding.glass.short') }}
      action={t('deciding.glass.action')}
      missing={isSure ? undefined : t('deciding.glass.notSure')}
      isOpen
      {...rest}
    >
      <p className={styles['stops']}>{t('deciding.glass.stops', { stops: pick(approval.effect.stops) })}</p>
      <Checkbox
        label={t('deciding.glass.sure')}
        checked={isSure}
        onChange={(event) => setSure(event.currentTarget.checked)}
      />
    </ReasonDialog>
  )
}
