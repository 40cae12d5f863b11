import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useOfferHandover, useTakeHandover } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { errorText } from '../ui/states.js'
import styles from './handover-page.module.css'

const NOTE_MAX_CHARS = 4_000

/** The outgoing leader signs the sheet as it is now. */
export function Offer({ plant }: { plant: string }) {
  const { t } = useWords()
  const offer = useOfferHandover(plant)
  return (
    <Signing
      action={t('handover.offer')}
      isSending={offer.isPending}
      error={offer.error}
      onSign={(note) => offer.mutate({ params: { plant }, body: { note } })}
    />
  )
}

/** The incoming leader signs what the other signed. */
export function Take({ plant, handover }: { plant: string; handover: string }) {
  const { t } = useWords()
  const take = useTakeHandover(plant)
  return (
    <Signing
      action={t('handover.take')}
      isSending={take.isPending}
      error={take.error}
      onSign={(note) => take.mutate({ params: { plant, handover }, body: { note } })}
    />
  )
}

type SigningProps = { action: string; isSending: boolean; error: unknown; onSign: (note: string) => void }

function Signing({ action, isSending, error, onSign }: SigningProps) {
  const words = useWords()
  const [note, setNote] = useState('')
  return (
    <div className={styles['signing']}>
      <Textarea
        size="md"
        label={words.t('handover.note')}
        description={words.t('handover.noteHint')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        maxLength={NOTE_MAX_CHARS}
        autosize
        minRows={2}
      />
      <Button size="lg" loading={isSending} onClick={() => onSign(note.trim())}>
        {action}
      </Button>
      <div role="alert">{error ? <p className={styles['error']}>{errorText(error, words)}</p> : null}</div>
    </div>
  )
}
