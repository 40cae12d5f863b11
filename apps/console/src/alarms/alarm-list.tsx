import type { StandingAlarm } from '@genba/contracts'
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
  const [chosen, choose] = useState<StandingAlarm>()
  const found = useAlarms(plant, filter)
  if (found.isPending) return <Loading rows={9} />
  if (!found.data) return <Failure error={found.error} onRetry={() => void found.refetch()} />
  const alarms = found.data.pages.flatMap((page) => page.alarms)
  const listed = alarms.find(({ id }) => id === chosen?.id)
  // Kept as it was last seen: what somebody writes about it must not go when it leaves the list.
  if (listed && listed !== chosen) choose(listed)
  return (
    <div className={styles['split']}>
      {alarms.length === 0 ? (
        <Nothing filter={filter} onClear={onClear} />
      ) : (
        <AlarmTable
          alarms={alarms}
          chosen={chosen?.id}
          onChoose={choose}
          onMore={found.hasNextPage ? () => void found.fetchNextPage() : undefined}
        />
      )}
      <AlarmDetails key={chosen?.id} alarm={chosen} isGone={chosen !== undefined && !listed} />
    </div>
  )
}

function Nothing({ filter, onClear }: { filter: AlarmFilter; onClear: () => void }) {
  const { t } = useWords()
  const isAll = Object.values(filter).filter(Boolean).length === 1 && filter.shown === ALL.shown
  if (isAll) return <Empty title={t('alarms.none')} hint={t('alarms.noneHint')} />
  return (
    <Empty title={t('alarms.noneFilter')}>
      <Button variant="default" onClick={onClear}>
        {t('alarms.clear')}
      </Button>
    </Empty>
  )
}
