import { PROMISE_MAX_MS } from '@genba/contracts'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNotePromise } from '../api/deciding.js'
import { serverNow } from '../api/server-time.js'
import { useWords } from '../i18n/use-words.js'
import { MomentInput } from '../ui/moment-input.js'
import { usePlantNames } from '../ui/plant-names.js'
import { randomKey } from '../ui/random-key.js'
import { ReasonDialog } from '../ui/reason-dialog.js'

const USUAL_MS = 86_400_000
const VENDOR_MAX_CHARS = 200

export function PromiseDialog({ plant, onClose }: { plant: string; onClose: () => void }) {
  const { t } = useWords()
  const { timeZone } = usePlantNames(plant)
  const [key] = useState(() => randomKey())
  const [vendor, setVendor] = useState('')
  const [until, setUntil] = useState(() => serverNow() + USUAL_MS)
  const note = useNotePromise(plant)
  const left = until - serverNow()
  const missing = !vendor.trim()
    ? t('promises.noVendor')
    : left > 0 && left <= PROMISE_MAX_MS
      ? undefined
      : t('promises.badUntil')
  return (
    <ReasonDialog
      title={t('promises.addTitle')}
      label={t('promises.text')}
      action={t('promises.add')}
      missing={missing}
      isOpen
      isSending={note.isPending}
      error={note.error}
      onSend={(text) =>
        note.mutate({ params: { plant }, body: { key, vendor: vendor.trim(), text, until } }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <TextInput
        label={t('promises.vendor')}
        value={vendor}
        maxLength={VENDOR_MAX_CHARS}
        onChange={(event) => setVendor(event.currentTarget.value)}
      />
      <MomentInput
        label={t('promises.until')}
        description={t('promises.inZone', { zone: timeZone })}
        at={until}
        timeZone={timeZone}
        onChange={setUntil}
      />
    </ReasonDialog>
  )
}
