import type { IncidentList } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { INCIDENTS_SHOWN_MAX, useMoreIncidents } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import styles from './incident-table.module.css'
import type { ListFilter } from './list-tools.js'

type Props = { list: IncidentList; filter: ListFilter; isNeeded: boolean }

/** What the list has not read yet: read as somebody scrolls, but while a text is searched only when asked for, since few matches need rows all the time. */
export function MoreRows({ list: { incidents, next }, filter, isNeeded }: Props) {
  const { t } = useWords()
  const { mutate, isPending, isError } = useMoreIncidents(filter.state, filter.plant)
  const isFull = incidents.length >= INCIDENTS_SHOWN_MAX
  const isAsked = filter.text !== '' || isError
  const isWanted = isNeeded && !isFull && !isAsked && !isPending
  useEffect(() => {
    if (isWanted && next !== undefined) mutate(next)
  }, [isWanted, next, mutate])
  if (next === undefined) return null
  const text = isFull ? 'list.more' : filter.text === '' ? 'list.loadingMore' : 'list.searched'
  return (
    <p className={styles['more']} role="status">
      {t(text, { count: incidents.length })}{' '}
      {!isFull && isAsked && (
        <Button size="compact-sm" variant="default" loading={isPending} onClick={() => mutate(next)}>
          {t('list.loadMore')}
        </Button>
      )}
    </p>
  )
}
