import { ActionIcon, Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { useWords } from '../i18n/use-words.js'
import { AttentionChoice } from '../ui/attention/attention-choice.js'
import { ExpandIcon, SearchIcon } from '../ui/icons.js'
import { useKeys } from '../ui/use-keys.js'
import type { Grouping } from './arrange.js'
import styles from './situation-page.module.css'
import type { Wall } from './use-wall.js'

export type SituationFilter = { by: Grouping; text: string; isTroubledOnly: boolean }
type Props = { filter: SituationFilter; onChange: (filter: SituationFilter) => void; wall: Wall }

export function SituationTools({ filter, onChange, wall }: Props) {
  const { t } = useWords()
  const text = useRef<HTMLInputElement>(null)
  useKeys({ '/': () => text.current?.focus(), w: wall.toggle })
  return (
    <div className={styles['tools']} role="search">
      <Checkbox
        size="xs"
        label={t('situation.troubledOnly')}
        checked={filter.isTroubledOnly}
        onChange={(event) => onChange({ ...filter, isTroubledOnly: event.currentTarget.checked })}
      />
      <SegmentedControl<Grouping>
        size="xs"
        aria-label={t('situation.by')}
        data={(['urgency', 'group'] as const).map((value) => ({ value, label: t(`situation.by_${value}`) }))}
        value={filter.by}
        onChange={(by) => onChange({ ...filter, by })}
      />
      <TextInput
        ref={text}
        size="xs"
        w={140}
        aria-label={t('list.filter')}
        placeholder={t('situation.find')}
        leftSection={<SearchIcon />}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <AttentionChoice />
      <ActionIcon
        variant={wall.isOn ? 'filled' : 'default'}
        size={30}
        aria-pressed={wall.isOn}
        aria-label={t('situation.wall')}
        title={`${t('situation.wall')} (w)`}
        onClick={wall.toggle}
      >
        <ExpandIcon />
      </ActionIcon>
    </div>
  )
}
