import { SEVERITY_WORDS, type SeverityWord } from '@genba/contracts'
import { NativeSelect, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { usePlants, usePlant } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { SearchIcon } from '../ui/icons.js'
import { useKeys } from '../ui/use-keys.js'
import type { Conditions } from './queries.js'

const HOUR_MS = 3_600_000
const RANGES = [
  ['hours', 1],
  ['hours', 6],
  ['hours', 24],
  ['days', 3],
  ['days', 7],
] as const
const MEMBERSHIPS = ['any', 'incident', 'none'] as const
const LEVELS: SeverityWord[] = ['low', 'medium', 'high', 'critical']
/** Typing pauses for so long before it is searched for. */
const TYPED_MS = 400

type Props = { conditions: Conditions; onSearch: (conditions: Conditions) => void }

export function SearchTools({ conditions, onSearch }: Props) {
  const { t } = useWords()
  return (
    <div role="search" style={{ display: 'flex', flexWrap: 'wrap', gap: 8, flex: 1 }}>
      <PlaceChoice conditions={conditions} onSearch={onSearch} />
      <NativeSelect
        size="xs"
        aria-label={t('alertSearch.severity')}
        data={[
          { value: '0', label: t('alertSearch.anySeverity') },
          ...LEVELS.map((level) => ({
            value: String(SEVERITY_WORDS[level]),
            label: t('alertSearch.atLeast', { severity: t(`severity.${level}`) }),
          })),
        ]}
        value={String(conditions.severity)}
        onChange={(event) => onSearch({ ...conditions, severity: Number(event.currentTarget.value) })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('alertSearch.membership')}
        data={MEMBERSHIPS.map((value) => ({ value, label: t(`alertSearch.in.${value}`) }))}
        value={conditions.in}
        onChange={(event) =>
          onSearch({ ...conditions, in: MEMBERSHIPS.find((each) => each === event.currentTarget.value) ?? 'any' })
        }
      />
      <NativeSelect
        size="xs"
        aria-label={t('alertSearch.range')}
        data={RANGES.map(([unit, count]) => ({
          value: String(count * HOUR_MS * (unit === 'days' ? 24 : 1)),
          label: t(`alertSearch.${unit}`, { count }),
        }))}
        value={String(conditions.rangeMs)}
        onChange={(event) => onSearch({ ...conditions, rangeMs: Number(event.currentTarget.value) })}
      />
      <TextSearch conditions={conditions} onSearch={onSearch} />
    </div>
  )
}

function TextSearch({ conditions, onSearch }: Props) {
  const { t } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(conditions.text ?? '')
  useKeys({ '/': () => input.current?.focus() })
  const wanted = text.trim()
  useEffect(() => {
    if (wanted === (conditions.text ?? '')) return undefined
    const { text: _text, ...rest } = conditions
    const timer = setTimeout(() => onSearch(wanted === '' ? rest : { ...rest, text: wanted }), TYPED_MS)
    return () => clearTimeout(timer)
  }, [wanted, conditions, onSearch])
  return (
    <TextInput
      ref={input}
      size="xs"
      w={230}
      aria-label={t('alertSearch.text')}
      placeholder={t('alertSearch.textHint')}
      leftSection={<SearchIcon />}
      value={text}
      maxLength={300}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  )
}

/** The zone can be chosen once the plant is. */
function PlaceChoice({ conditions, onSearch }: Props) {
  const { t, pick } = useWords()
  const plants = usePlants().data ?? []
  const only = plants.length === 1 ? plants[0]?.id : undefined
  const { plant: chosen, zone, ...rest } = conditions
  const plant = chosen ?? only
  const zones = usePlant(plant).data?.zones ?? []
  return (
    <>
      {plants.length > 1 && (
        <NativeSelect
          size="xs"
          aria-label={t('alertSearch.plant')}
          data={[
            { value: '', label: t('alertSearch.allPlants') },
            ...plants.map(({ id, name }) => ({ value: id, label: pick(name) })),
          ]}
          value={chosen ?? ''}
          onChange={({ currentTarget: { value } }) => onSearch(value === '' ? rest : { ...rest, plant: value })}
        />
      )}
      <NativeSelect
        size="xs"
        aria-label={t('alertSearch.zone')}
        disabled={plant === undefined}
        data={[
          { value: '', label: t('alertSearch.allZones') },
          ...zones.map(({ id, name }) => ({ value: id, label: pick(name) })),
        ]}
        value={zone ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onSearch({ ...rest, ...(plant === undefined ? {} : { plant }), ...(value === '' ? {} : { zone: value }) })
        }
      />
    </>
  )
}
