import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useWords } from '../i18n/use-words.js'
import { Dialog } from './dialog.js'
import { errorText } from './states.js'

export const REASON_MAX_CHARS = 2_000

type Props = {
  title: string
  label: string
  action: string
  text?: string
  /** What is still to be chosen above the reason; nothing is sent before. */
  missing?: string | undefined
  /** The least length of the reason, and what is told below it; absent: any. */
  least?: { chars: number; text: string }
  isOpen: boolean
  isSending: boolean
  error: unknown
  onSend: (reason: string) => void
  onClose: () => void
  children?: ReactNode
}

/** Asks for the reason without which the gateway takes no action. */
export function ReasonDialog(props: Props) {
  const { title, label, action, text, missing, least, isOpen, isSending, error, onSend, onClose, children } = props
  const words = useWords()
  const { t } = words
  const [reason, setReason] = useState('')
  const [isChecked, setChecked] = useState(false)
  const length = reason.trim().length
  const fault = length === 0 ? t('approval.reasonMissing') : least && length < least.chars ? least.text : undefined
  const send = (): void => {
    setChecked(true)
    if (fault === undefined && missing === undefined) onSend(reason.trim())
  }
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <Stack gap="sm">
        {text && <Text size="sm">{text}</Text>}
        {children}
        <Textarea
          label={label}
          description={t('approval.reasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={isChecked && fault}
          minRows={3}
          autosize
          maxLength={REASON_MAX_CHARS}
          data-autofocus
        />
        <div role="alert">
          {isChecked && missing !== undefined && <Text c="var(--g-critical)">{missing}</Text>}
          {error ? <Text c="var(--g-critical)">{errorText(error, words)}</Text> : null}
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button onClick={send} loading={isSending}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
