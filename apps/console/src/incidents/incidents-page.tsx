import type { IncidentQuery, IncidentRow } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useIncidents, usePlants } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { Deciding } from './deciding.js'
import { ListTools, type ListFilter } from './list-tools.js'
import styles from './incidents-page.module.css'
import { IncidentTable } from './incident-table.js'
import { MoreRows } from './more-rows.js'
import { inOrder, matches } from './order.js'

const ALL: ListFilter = { state: 'open', plant: '', text: '' }
const NONE: readonly IncidentRow[] = []

export function IncidentsPage() {
  const { t } = useWords()
  const [filter, setFilter] = useState<ListFilter>(ALL)
  const list = useIncidents(filter.state, filter.plant)
  const rows = useMatching(list.data?.incidents ?? NONE, filter.text)
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <h1>{t('list.title')}</h1>
        <p className={styles['summary']}>{rows.length > 0 && <Summary rows={rows} />}</p>
        <ListTools filter={filter} onChange={setFilter} />
      </div>
      <Deciding />
      {list.isPending ? (
        <Loading rows={9} />
      ) : list.data === undefined ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length > 0 ? (
        <IncidentTable rows={rows} filter={filter} list={list.data} />
      ) : list.data.next !== undefined ? (
        <MoreRows list={list.data} filter={filter} isNeeded />
      ) : filter.plant !== '' || filter.text !== '' ? (
        <Empty title={t('list.emptyFilter')}>
          <Button variant="default" onClick={() => setFilter({ ...ALL, state: filter.state })}>
            {t('list.clearFilter')}
          </Button>
        </Empty>
      ) : (
        <NothingYet state={filter.state} />
      )}
    </div>
  )
}

function NothingYet({ state }: { state: IncidentQuery['state'] }) {
  const { t } = useWords()
  return state === 'closed' ? (
    <Empty title={t('list.emptyClosed')} />
  ) : (
    <Empty title={t('list.emptyOpen')} hint={t('list.emptyOpenHint')} />
  )
}

/** What Genba spared the people: alerts that came against incidents that they look at. */
function Summary({ rows }: { rows: IncidentRow[] }) {
  const { t } = useWords()
  const count = rows.reduce((sum, { alerts }) => sum + alerts, 0)
  return <>{t('list.summary', { count, incidents: t('list.incidentsOf', { count: rows.length }) })}</>
}

function useMatching(rows: readonly IncidentRow[], text: string): IncidentRow[] {
  const { pick, language } = useWords()
  const plants = usePlants().data
  return useMemo(() => {
    const names = new Map(plants?.map(({ id, name }) => [id, pick(name)]))
    const textsOf = ({ id, title, plant, zones, techniques }: IncidentRow): string[] => [
      pick(title),
      names.get(plant) ?? plant,
      ...zones,
      ...techniques,
      id,
    ]
    return inOrder(rows).filter((row) => matches(textsOf(row), text))
  }, [rows, text, plants, language])
}
