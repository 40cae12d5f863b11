import type { IncidentList, IncidentRow } from '@genba/contracts'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { serverNow } from '../api/server-time.js'
import { useWords } from '../i18n/use-words.js'
import { useKeys } from '../ui/use-keys.js'
import { IncidentLine } from './incident-line.js'
import styles from './incident-table.module.css'
import type { ListFilter } from './list-tools.js'
import { MoreRows } from './more-rows.js'

const ROW_PX = 50
const HEAD_PX = 30

/** Rows drawn beyond the edge, so that the keyboard finds the next one. */
const OVERSCAN = 12

/** Rows below the last one in sight from which on the next page is asked for. */
const AHEAD = 40

type Props = { rows: IncidentRow[]; filter: ListFilter; list: IncidentList }

/** `list` is what `rows` were picked from; it grows as somebody scrolls to its end. */
export function IncidentTable({ rows, filter, list }: Props) {
  const { t } = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const [since] = useState(serverNow)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN,
    scrollMargin: HEAD_PX,
  })
  const lastShown = virtual.getVirtualItems().at(-1)?.index ?? 0
  const step = (by: number): void => {
    const chosen = Number(document.activeElement?.getAttribute('data-row') ?? (by > 0 ? -1 : rows.length))
    const next = Math.min(rows.length - 1, Math.max(0, chosen + by))
    virtual.scrollToIndex(next)
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus())
  }
  useKeys({ j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1) })

  return (
    <div className={styles['frame']} ref={frame} tabIndex={0} role="region" aria-label={t('list.title')}>
      <div role="table" aria-label={t('list.title')} aria-rowcount={rows.length + 1}>
        <TableHead />
        <div role="rowgroup" className={styles['body']} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index]
            return (
              row && (
                <IncidentLine
                  key={key}
                  row={row}
                  index={index}
                  isFresh={row.openedAt > since}
                  style={{ height: ROW_PX, transform: `translateY(${start - HEAD_PX}px)` }}
                />
              )
            )
          })}
        </div>
      </div>
      <MoreRows list={list} filter={filter} isNeeded={lastShown + AHEAD >= rows.length} />
    </div>
  )
}

function TableHead() {
  const { t } = useWords()
  return (
    <div role="rowgroup" className={styles['head']}>
      <div role="row" className={styles['grid']} style={{ height: HEAD_PX }}>
        <span role="columnheader">{t('list.severity')}</span>
        <span role="columnheader">{t('list.what')}</span>
        <span role="columnheader">{t('list.where')}</span>
        <span role="columnheader">{t('list.phase')}</span>
        <span role="columnheader" className={styles['number']}>
          {t('list.alerts')}
        </span>
        <span role="columnheader" className={`${styles['number']} ${styles['last']}`}>
          {t('list.last')}
        </span>
        <span role="columnheader" className={styles['number']}>
          {t('list.age')}
        </span>
      </div>
    </div>
  )
}
