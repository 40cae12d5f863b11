import { Button } from '@mantine/core'
import { useState } from 'react'
import { useAlarms, type AlarmFilter } from '../api/alarms.js'
import { useWords } from '../i18n/use-words.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { AlarmDetails } from './alarm-details.js'
import { AlarmTable } from './alarm-table.js'
import { AlarmTools } from './alarm-tools.js'
import styles from './alarms-page.module.css'
import { Position } from './position.js'

const ALL: AlarmFilter = { shown: 'present' }

export function AlarmList({ plant }: { plant: string }) {
  const [filter, setFilter] = useState<AlarmFilter>(ALL)
  return (
    <div className={styles['list']}>
      <Position plant={plant} />
      <AlarmTools plant={plant} filter={filter} onChange={setFilter} />
      <Found plant={plant} filter={filter} onClear={() => setFilter(ALL)} />
    </div>
  )
}

function Found({ plant, filter, onClear }: { plant: string; filter: AlarmFilter; onClear: () => void }) {
  const { t } = useWords()
  const [chosen, choose] = useState<string>()
  const found = useAlarms(plant, filter)
  if (found.isPending) return <Loading rows={9} />
  if (!found.data) return <Failure error={found.error} onRetry={() => void found.refetch()} />
  const alarms = found.data.pages.flatMap((page) => page.alarms)
  const isAll = Object.values(filter).filter(Boolean).length === 1 && filter.shown === ALL.shown
  if (alarms.length === 0)
    return isAll ? (
      <Empty title={t('alarms.none')} hint={t('alarms.noneHint')} />
    ) : (
      <Empty title={t('alarms.noneFilter')}>
        <Button variant="default" onClick={onClear}>
          {t('alarms.clear')}
        </Button>
      </Empty>
    )
  return (
    <div className={styles['split']}>
      <AlarmTable
        alarms={alarms}
        chosen={chosen}
        onChoose={choose}
        onMore={found.hasNextPage ? () => void found.fetchNextPage() : undefined}
      />
      <AlarmDetails key={chosen} alarm={alarms.find(({ id }) => id === chosen)} />
    </div>
  )
}
