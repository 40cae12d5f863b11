import type { StandingAlarm } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useWords } from '../i18n/use-words.js'
import { useKeys } from '../ui/use-keys.js'
import { AlarmLine } from './alarm-line.js'
import styles from './alarm-table.module.css'

const ROW_PX = 36
const HEAD_PX = 30
/** Rows drawn beyond the edge, so that the keyboard finds the next one. */
const OVERSCAN = 12
const HEADS = ['name', 'zone', 'asset', 'state', 'rhythm', 'count', 'last'] as const

type Props = {
  alarms: readonly StandingAlarm[]
  chosen: string | undefined
  onChoose: (alarm: StandingAlarm) => void
  /** Absent: all are here. */
  onMore?: (() => void) | undefined
}

export function AlarmTable({ alarms, chosen, onChoose, onMore }: Props) {
  const { t } = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: alarms.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => alarms[index]?.id ?? index,
    overscan: OVERSCAN,
    scrollMargin: HEAD_PX,
  })
  const step = (by: number): void => {
    const now = Number(document.activeElement?.getAttribute('data-row') ?? (by > 0 ? -1 : alarms.length))
    const next = Math.min(alarms.length - 1, Math.max(0, now + by))
    virtual.scrollToIndex(next)
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus())
  }
  useKeys({ j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1) })
  return (
    <div className={styles['frame']} ref={frame} tabIndex={0} role="region" aria-label={t('alarms.title')}>
      <div role="table" aria-label={t('alarms.title')} aria-rowcount={alarms.length + 1}>
        <div role="rowgroup" className={styles['head']}>
          <div role="row" className={styles['grid']} style={{ height: HEAD_PX }}>
            <span role="columnheader">{t('severityLabel')}</span>
            {HEADS.map((head) => (
              <span
                key={head}
                role="columnheader"
                className={head === 'count' || head === 'last' ? styles['number'] : undefined}
              >
                {t(`alarms.${head}`)}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles['body']} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const alarm = alarms[index]
            return (
              alarm && (
                <AlarmLine
                  key={key}
                  alarm={alarm}
                  index={index}
                  isChosen={alarm.id === chosen}
                  onChoose={onChoose}
                  style={{ height: ROW_PX, transform: `translateY(${start - HEAD_PX}px)` }}
                />
              )
            )
          })}
        </div>
      </div>
      {onMore && (
        <p className={styles['more']}>
          <Button size="compact-sm" variant="default" onClick={onMore}>
            {t('alarms.more')}
          </Button>
        </p>
      )}
    </div>
  )
}
