import { UNPLACED, type AlarmShown } from '@genba/contracts'
import { NativeSelect, SegmentedControl, Switch } from '@mantine/core'
import type { AlarmFilter } from '../api/alarms.js'
import { useWords } from '../i18n/use-words.js'
import { usePlantNames } from '../ui/plant-names.js'
import styles from './alarms-page.module.css'

const SHOWN = ['present', 'unacknowledged', 'shelved', 'suppressed', 'outOfService', 'all'] as const
type Props = { plant: string; filter: AlarmFilter; onChange: (filter: AlarmFilter) => void }

export function AlarmTools({ plant, filter, onChange }: Props) {
  const { t, pick } = useWords()
  const names = usePlantNames(plant)
  const zones = (names.plant?.zones ?? []).map(({ id, name }) => ({
    value: id,
    label: id === UNPLACED ? names.zone(id) : pick(name),
  }))
  return (
    <div className={styles['tools']} role="search">
      <SegmentedControl<AlarmShown>
        size="xs"
        aria-label={t('alarms.show')}
        data={SHOWN.map((value) => ({ value, label: t(`alarms.shown.${value}`) }))}
        value={filter.shown ?? 'present'}
        onChange={(shown) => onChange({ ...filter, shown })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('alarms.zone')}
        data={[{ value: '', label: t('alarms.allZones') }, ...zones]}
        value={filter.zone ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ ...filter, zone: value || undefined })}
      />
      <Switch
        size="xs"
        label={t('alarms.chattering')}
        checked={filter.rhythm !== undefined}
        onChange={({ currentTarget: { checked } }) =>
          onChange({ ...filter, rhythm: checked ? 'chattering' : undefined })
        }
      />
      <Switch
        size="xs"
        label={t('alarms.stale')}
        checked={filter.age !== undefined}
        onChange={({ currentTarget: { checked } }) => onChange({ ...filter, age: checked ? 'stale' : undefined })}
      />
    </div>
  )
}
