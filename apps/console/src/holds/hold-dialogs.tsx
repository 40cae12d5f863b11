import type { Hold } from '@genba/contracts'
import { Checkbox, Input, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useRenewHold, useUndoHold } from '../api/deciding.js'
import { useWords } from '../i18n/use-words.js'
import { momentText } from '../ui/format.js'
import { usePlantNames } from '../ui/plant-names.js'
import { ReasonDialog } from '../ui/reason-dialog.js'
import { useNow } from '../ui/use-now.js'

const MINUTE_MS = 60_000
const USUAL_MS = [15 * MINUTE_MS, 60 * MINUTE_MS, 240 * MINUTE_MS, 480 * MINUTE_MS]

export type HoldOf = { plant: string; incident: string; hold: Hold }
type Props = { of: HoldOf; onSent: () => void; onClose: () => void }

export function RenewDialog({ of: { plant, incident, hold }, onSent, onClose }: Props) {
  const { t, pick, span, language } = useWords()
  const { timeZone } = usePlantNames(plant)
  const renew = useRenewHold()
  const now = useNow()
  const own = hold.holdMs ?? 60 * MINUTE_MS
  const [ms, setMs] = useState(own)
  const choices = [...new Set([...USUAL_MS, own])].sort((a, b) => a - b)
  return (
    <ReasonDialog
      title={t('holds.renewTitle', { title: pick(hold.title) })}
      text={t('holds.renewText')}
      label={t('holds.reason')}
      action={t('holds.renew')}
      isOpen
      isSending={renew.isPending}
      error={renew.error}
      onSend={(reason) =>
        renew.mutate({ params: { incident, hold: hold.id }, body: { holdMs: ms, reason } }, { onSuccess: onSent })
      }
      onClose={onClose}
    >
      <Input.Wrapper label={t('holds.forHow')} labelElement="div">
        <SegmentedControl
          fullWidth
          aria-label={t('holds.forHow')}
          data={choices.map((each) => ({ value: String(each), label: span(each) }))}
          value={String(ms)}
          onChange={(value) => setMs(Number(value))}
        />
      </Input.Wrapper>
      <p>{t('holds.newEnd', { time: momentText(now + ms, language, timeZone) })}</p>
    </ReasonDialog>
  )
}

/** Undone by Genba where it knows how and it did not fail before; else a person has done it and says so. */
export function UndoDialog({ of: { incident, hold }, onSent, onClose }: Props) {
  const { t, pick } = useWords()
  const undo = useUndoHold()
  const canGenba = hold.undo.request !== undefined
  const [isByHand, setByHand] = useState(false)
  return (
    <ReasonDialog
      title={t('holds.undoTitle', { title: pick(hold.title) })}
      text={canGenba ? t('holds.undoText') : t('holds.handText')}
      label={t('holds.reason')}
      action={canGenba && !isByHand ? t('holds.undo') : t('holds.handAction')}
      missing={canGenba || isByHand ? undefined : t('holds.handMissing')}
      isOpen
      isSending={undo.isPending}
      error={undo.error}
      onSend={(reason) =>
        undo.mutate({ params: { incident, hold: hold.id }, body: { isByHand, reason } }, { onSuccess: onSent })
      }
      onClose={onClose}
    >
      <p>
        <b>{t('holds.by')}</b> {pick(hold.undo.text)}
      </p>
      <Checkbox
        label={canGenba ? t('holds.handAlready') : t('holds.hand')}
        checked={isByHand}
        onChange={(event) => setByHand(event.currentTarget.checked)}
      />
    </ReasonDialog>
  )
}
