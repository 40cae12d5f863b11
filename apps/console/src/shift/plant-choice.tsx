import type { PlantSummary } from '@genba/contracts'
import { NativeSelect } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useWords } from '../i18n/use-words.js'

type Props = {
  plants: readonly PlantSummary[]
  plant: PlantSummary
  size: 'xs' | 'md'
  onChoose: (id: string) => void
}

/** Only who has more than one plant has to choose. */
export function PlantChoice({ plants, plant, size, onChoose }: Props) {
  const { t, pick } = useWords()
  if (plants.length < 2)
    return (
      <Link to="/plants/$plant" params={{ plant: plant.id }} style={{ fontWeight: 600 }}>
        {pick(plant.name)}
      </Link>
    )
  return (
    <NativeSelect
      size={size}
      aria-label={t('shift.plant')}
      value={plant.id}
      onChange={(event) => onChoose(event.currentTarget.value)}
      data={plants.map(({ id, name }) => ({ value: id, label: pick(name) }))}
    />
  )
}
