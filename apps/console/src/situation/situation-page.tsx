import type { PlantSummary } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useFleet } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { bandsOf, urgencyOf } from './arrange.js'
import { SituationTools, type SituationFilter } from './situation-tools.js'
import styles from './situation-page.module.css'
import { Tiles } from './tiles.js'
import { useCalm } from './use-calm.js'
import { useWall } from './use-wall.js'

const NO_FILTER: SituationFilter = { by: 'urgency', text: '', isTroubledOnly: false }
/** How often plants may change places; what a tile says changes at once. */
const REORDER_MS = 500
/** As ui/frame.module.css enlarges letters on a wall. */
const WALL_SCALE = 1.25

/** All plants on one screen, what needs somebody on top. */
export function SituationPage() {
  const { t } = useWords()
  const fleet = useFleet()
  const wall = useWall()
  if (fleet.isPending) return <Loading rows={9} height={84} />
  if (!fleet.data) return <Failure error={fleet.error} onRetry={() => void fleet.refetch()} />
  if (fleet.data.length === 0) return <Empty title={t('situation.noPlants')} hint={t('situation.noPlantsHint')} />
  return <Loaded fleet={fleet.data} wall={wall} />
}

function Loaded({ fleet, wall }: { fleet: readonly PlantSummary[]; wall: ReturnType<typeof useWall> }) {
  const { t, pick } = useWords()
  const [filter, setFilter] = useState<SituationFilter>(NO_FILTER)
  const plants = useMemo(() => new Map(fleet.map((plant) => [plant.id, plant])), [fleet])
  const ordered = useCalm(fleet, REORDER_MS)
  const bands = useMemo(() => bandsOf(ordered, { ...filter, pick }), [ordered, filter, pick])
  return (
    <div className={styles['page']} data-wall={wall.isOn}>
      <div className={styles['head']}>
        <h1>{t('situation.title')}</h1>
        <Totals fleet={fleet} />
        <SituationTools filter={filter} onChange={setFilter} wall={wall} />
      </div>
      {bands.length > 0 ? (
        <Tiles key={String(wall.isOn)} bands={bands} plants={plants} scale={wall.isOn ? WALL_SCALE : 1} />
      ) : (
        <Empty title={t(filter.text === '' ? 'situation.allCalm' : 'situation.noneFound')}>
          <Button variant="default" onClick={() => setFilter(NO_FILTER)}>
            {t('list.clearFilter')}
          </Button>
        </Empty>
      )}
    </div>
  )
}

function Totals({ fleet }: { fleet: readonly PlantSummary[] }) {
  const { t, number } = useWords()
  const sum = (of: (plant: PlantSummary) => number): string =>
    number(fleet.reduce((total, plant) => total + of(plant), 0))
  const figures = [
    ['plants', number(fleet.length)],
    ['troubled', sum((plant) => Number(urgencyOf(plant) !== 'calm'))],
    ['incidents', sum(({ open }) => open)],
    ['waiting', sum(({ waiting }) => waiting)],
    ['late', sum(({ late }) => late)],
    ['flooding', sum(({ flooding }) => flooding.length)],
    ['silent', sum(({ silent }) => silent)],
  ] as const
  return (
    <dl className={styles['totals']}>
      {figures.map(([word, figure]) => (
        <div key={word} data-figure={word} data-none={figure === '0'}>
          <dt>{t(`situation.total.${word}`)}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  )
}
