import type { IncidentQuery } from '@genba/contracts'
import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { usePlants } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { SearchIcon } from '../ui/icons.js'
import { useKeys } from '../ui/use-keys.js'
import styles from './incidents-page.module.css'

export type ListFilter = { state: IncidentQuery['state']; plant: string; text: string }
type Props = { filter: ListFilter; onChange: (filter: ListFilter) => void }

export function ListTools({ filter, onChange }: Props) {
  const { t } = useWords()
  const text = useRef<HTMLInputElement>(null)
  useKeys({ '/': () => text.current?.focus() })
  return (
    <div className={styles['tools']} role="search">
      <SegmentedControl<ListFilter['state']>
        size="xs"
        aria-label={t('list.state')}
        data={(['open', 'closed', 'all'] as const).map((value) => ({ value, label: t(`list.${value}`) }))}
        value={filter.state}
        onChange={(state) => onChange({ ...filter, state })}
      />
      <PlantChoice filter={filter} onChange={onChange} />
      <TextInput
        ref={text}
        size="xs"
        w={230}
        aria-label={t('list.filter')}
        placeholder={t('list.filterHint')}
        leftSection={<SearchIcon />}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
    </div>
  )
}

/** Only who sees more than one plant has to choose. */
function PlantChoice({ filter, onChange }: Props) {
  const { t, pick } = useWords()
  const plants = usePlants().data ?? []
  if (plants.length < 2) return null
  return (
    <NativeSelect
      size="xs"
      aria-label={t('list.plant')}
      data={[
        { value: '', label: t('list.allPlants') },
        ...plants.map(({ id, name }) => ({ value: id, label: pick(name) })),
      ]}
      value={filter.plant}
      onChange={(event) => onChange({ ...filter, plant: event.currentTarget.value })}
    />
  )
}
