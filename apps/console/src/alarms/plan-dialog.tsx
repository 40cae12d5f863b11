import { MAINTENANCE_MAX_MS, UNPLACED } from '@genba/contracts'
import { Group, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAlarmWish } from '../api/alarms.js'
import { serverNow } from '../api/server-time.js'
import { useWords } from '../i18n/use-words.js'
import { usePlantNames } from '../ui/plant-names.js'
import { randomKey } from '../ui/random-key.js'
import { ReasonDialog } from '../ui/reason-dialog.js'
import { zonedMoment, zonedText } from './zoned.js'

const USUAL_MS = 7_200_000

export function PlanDialog({ plant, onClose }: { plant: string; onClose: () => void }) {
  const { t, pick } = useWords()
  const names = usePlantNames(plant)
  const { timeZone } = names
  const [key] = useState(() => randomKey())
  const zones = (names.plant?.zones ?? []).filter(({ id }) => id !== UNPLACED)
  const [zone, setZone] = useState(zones[0]?.id ?? '')
  const [asset, setAsset] = useState('')
  const [from, setFrom] = useState(() => zonedText(serverNow(), timeZone))
  const [until, setUntil] = useState(() => zonedText(serverNow() + USUAL_MS, timeZone))
  const plan = useAlarmWish('planMaintenance', plant)
  const span = { from: zonedMoment(from, timeZone), until: zonedMoment(until, timeZone) }
  const isBad = !(span.from < span.until && span.until - span.from <= MAINTENANCE_MAX_MS)
  const assets = (names.plant?.assets ?? []).filter((each) => each.zone === zone)
  return (
    <ReasonDialog
      title={t('alarms.planTitle')}
      text={t('alarms.planText')}
      label={t('alarms.reason')}
      action={t('alarms.plan')}
      missing={isBad ? t('alarms.bad') : undefined}
      isOpen
      isSending={plan.isPending}
      error={plan.error}
      onSend={(reason) =>
        plan.mutate(
          { params: { plant }, body: { key, zone, asset: asset || undefined, reason, ...span } },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <NativeSelect
        label={t('alarms.zone')}
        value={zone}
        data={zones.map(({ id, name }) => ({ value: id, label: pick(name) }))}
        onChange={({ currentTarget: { value } }) => {
          setZone(value)
          setAsset('')
        }}
      />
      <NativeSelect
        label={t('alarms.asset')}
        value={asset}
        data={[
          { value: '', label: t('alarms.wholeZone') },
          ...assets.map(({ id, name }) => ({ value: id, label: pick(name) })),
        ]}
        onChange={({ currentTarget: { value } }) => setAsset(value)}
      />
      <Group grow align="start">
        <TextInput
          type="datetime-local"
          label={t('alarms.from')}
          description={t('alarms.inZone', { zone: timeZone })}
          value={from}
          onChange={({ currentTarget: { value } }) => setFrom(value)}
        />
        <TextInput
          type="datetime-local"
          label={t('alarms.to')}
          description={t('alarms.inZone', { zone: timeZone })}
          value={until}
          onChange={({ currentTarget: { value } }) => setUntil(value)}
        />
      </Group>
    </ReasonDialog>
  )
}
