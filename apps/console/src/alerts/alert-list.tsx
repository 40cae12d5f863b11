import type { AlertRow } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../i18n/use-words.js'
import { momentText } from '../ui/format.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { useKeys } from '../ui/use-keys.js'
import { AlertDetail } from './alert-detail.js'
import { AlertLine } from './alert-line.js'
import styles from './alerts-page.module.css'
import { ROWS_MAX, useAlertPages, type Conditions } from './queries.js'

const ROW_PX = 44
/** Rows below the last one in sight from which on the next page is asked for. */
const AHEAD = 40
/** Pages in a row without a new row, after which a person says whether to look further. */
const DRY_PAGES_MAX = 40

export function AlertList({ conditions, now }: { conditions: Conditions; now: number }) {
  const { t } = useWords()
  const pages = useAlertPages(conditions, now)
  /** By id: rows move when others come or the conditions change. */
  const [chosen, setChosen] = useState<string>()
  const frame = useRef<HTMLDivElement>(null)
  const all = pages.data?.pages ?? []
  const rows = all.flatMap(({ alerts }) => alerts)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  })
  const lastShown = virtual.getVirtualItems().at(-1)?.index ?? 0
  const looking = useLookingFurther(
    pages,
    all.map(({ alerts }) => alerts.length),
    lastShown + AHEAD >= rows.length,
  )
  const step = (by: number): void => {
    const at = rows.findIndex(({ alert }) => alert.id === chosen)
    const next = Math.min(rows.length - 1, Math.max(0, at < 0 && by < 0 ? rows.length - 1 : at + by))
    setChosen(rows[next]?.alert.id)
    virtual.scrollToIndex(next)
  }
  useKeys({ j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1) })

  if (pages.isPending) return <Loading rows={9} />
  if (pages.isError && rows.length === 0) return <Failure error={pages.error} onRetry={() => void pages.refetch()} />
  if (rows.length === 0 && !pages.hasNextPage)
    return <Empty title={t('alertSearch.empty')} hint={t('alertSearch.emptyHint')} />
  const row: AlertRow | undefined = rows.find(({ alert }) => alert.id === chosen)
  return (
    <div className={styles['split']}>
      <div className={styles['left']}>
        <div className={styles['frame']} ref={frame} tabIndex={0} role="region" aria-label={t('alertSearch.alerts')}>
          <ul style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {virtual.getVirtualItems().map(({ index, key, start }) => {
              const each = rows[index]
              return (
                each && (
                  <AlertLine
                    key={key}
                    row={each}
                    isChosen={each.alert.id === chosen}
                    onChoose={() => setChosen(each.alert.id)}
                    style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
                  />
                )
              )
            })}
          </ul>
        </div>
        <Reached pages={pages} count={rows.length} looking={looking} />
      </div>
      <aside className={styles['detail']} aria-label={t('alertSearch.alerts')}>
        {row ? <AlertDetail key={row.alert.id} row={row} /> : <Empty title={t('alertSearch.choose')} />}
      </aside>
    </div>
  )
}

type Pages = ReturnType<typeof useAlertPages>
type Looking = { isDry: boolean; isStopped: boolean; stop: () => void; goOn: () => void }

/** Asks for pages while rows are needed: a page that found nothing in its time is followed by the next, until somebody stops it. */
function useLookingFurther(pages: Pages, counts: readonly number[], isNeeded: boolean): Looking {
  const [isStopped, setStopped] = useState(false)
  const [from, setFrom] = useState(0)
  const dry = counts.length - 1 - counts.findLastIndex((count) => count > 0)
  const isDry = Math.min(dry, counts.length - from) > DRY_PAGES_MAX
  const total = counts.reduce((sum, count) => sum + count, 0)
  const { hasNextPage, isFetching, isError, fetchNextPage } = pages
  const mayAsk = isNeeded && hasNextPage && !isFetching && !isError && !isStopped && !isDry && total < ROWS_MAX
  useEffect(() => {
    if (mayAsk) void fetchNextPage()
  }, [mayAsk, fetchNextPage])
  return {
    isDry,
    isStopped,
    stop: () => setStopped(true),
    goOn: () => {
      setStopped(false)
      setFrom(counts.length)
      void fetchNextPage()
    },
  }
}

/** How far back was looked, honestly: what is not shown may still be there. */
function Reached({ pages, count, looking }: { pages: Pages; count: number; looking: Looking }) {
  const { t, language } = useWords()
  const all = pages.data?.pages ?? []
  const looked = all.reduce((sum, page) => sum + page.looked, 0)
  const at = all.findLast(({ reachedAt }) => reachedAt !== undefined)?.reachedAt
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <div className={styles['reached']} role="status">
      {!pages.hasNextPage
        ? t('alertSearch.end', { looked })
        : at !== undefined && t('alertSearch.looking', { looked, time: momentText(at, language, zone) })}
      {count >= ROWS_MAX && <b>{t('alertSearch.full', { count })}</b>}
      {pages.isFetchingNextPage && (
        <>
          <span>{t('alertSearch.lookingMore')}</span>
          <Button size="compact-xs" variant="default" onClick={looking.stop}>
            {t('alertSearch.stop')}
          </Button>
        </>
      )}
      {pages.hasNextPage && (looking.isStopped || looking.isDry || pages.isError) && !pages.isFetching && (
        <Button size="compact-xs" variant="default" onClick={looking.goOn}>
          {t('alertSearch.more')}
        </Button>
      )}
    </div>
  )
}
