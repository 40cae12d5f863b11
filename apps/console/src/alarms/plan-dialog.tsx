import { MAINTENANCE_MAX_MS, UNPLACED } from '@genba/contracts'
import { Group, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useAlarmWish } from '../api/alarms.js'
import { serverNow } from '../api/server-time.js'
import { useWords } from '../i18n/use-words.js'
import { MomentInput } from '../ui/moment-input.js'
import { usePlantNames } from '../ui/plant-names.js'
import { randomKey } from '../ui/random-key.js'
import { ReasonDialog } from '../ui/reason-dialog.js'

const MINUTE_MS = 60_000
const USUAL_MS = 120 * MINUTE_MS

export function PlanDialog({ plant, onClose }: { plant: string; onClose: () => void }) {
  const { t, pick } = useWords()
  const names = usePlantNames(plant)
  const { timeZone } = names
  const [key] = useState(() => randomKey())
  const zones = (names.plant?.zones ?? []).filter(({ id }) => id !== UNPLACED)
  const [zone, setZone] = useState(zones[0]?.id ?? '')
  const [asset, setAsset] = useState('')
  const [from, setFrom] = useState(() => Math.floor(serverNow() / MINUTE_MS) * MINUTE_MS)
  const [until, setUntil] = useState(from + USUAL_MS)
  const plan = useAlarmWish('planMaintenance', plant)
  const isBad = !(from < until && until - from <= MAINTENANCE_MAX_MS)
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
          { params: { plant }, body: { key, zone, asset: asset || undefined, reason, from, until } },
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
        <MomentInput
          label={t('alarms.from')}
          description={t('alarms.inZone', { zone: timeZone })}
          at={from}
          timeZone={timeZone}
          onChange={setFrom}
        />
        <MomentInput
          label={t('alarms.to')}
          description={t('alarms.inZone', { zone: timeZone })}
          at={until}
          timeZone={timeZone}
          onChange={setUntil}
        />
      </Group>
    </ReasonDialog>
  )
}
