import type { PlantSummary } from '@genba/contracts'
import { Tabs } from '@mantine/core'
import { useWords } from '../i18n/use-words.js'
import { PlantChoice } from '../shift/plant-choice.js'
import { useShiftPlant } from '../shift/shift-plant.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { AlarmList } from './alarm-list.js'
import styles from './alarms-page.module.css'
import { Covers } from './covers.js'
import { Maintenance } from './maintenance.js'
import { Performance } from './performance.js'

const TABS = [
  { id: 'list', part: AlarmList },
  { id: 'covers', part: Covers },
  { id: 'maintenance', part: Maintenance },
  { id: 'performance', part: Performance },
] as const

/** One plant's alarms: what stands, what is hidden and why, and how well the people can follow. */
export function AlarmsPage() {
  const { t } = useWords()
  const { fleet, plants, plant, choose } = useShiftPlant()
  if (fleet.isPending) return <Loading rows={9} />
  if (!fleet.data) return <Failure error={fleet.error} onRetry={() => void fleet.refetch()} />
  if (!plant) return <Empty title={t('shift.noPlant')} hint={t('shift.noPlantHint')} />
  return <OfPlant plants={plants} plant={plant} onChoose={choose} />
}

type Props = { plants: readonly PlantSummary[]; plant: PlantSummary; onChoose: (id: string) => void }

function OfPlant({ plants, plant, onChoose }: Props) {
  const { t } = useWords()
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('alarms.title')}</h1>
        <PlantChoice plants={plants} plant={plant} size="xs" onChoose={onChoose} />
      </header>
      <Tabs defaultValue="list" keepMounted={false} className={styles['tabs']} key={plant.id}>
        <Tabs.List>
          {TABS.map(({ id }) => (
            <Tabs.Tab key={id} value={id}>
              {t(`alarms.tab.${id}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(({ id, part: Part }) => (
          <Tabs.Panel key={id} value={id} className={styles['part']}>
            <Part plant={plant.id} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  )
}
