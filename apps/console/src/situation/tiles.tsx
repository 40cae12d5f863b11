import type { PlantSummary } from '@genba/contracts'
import { useElementSize } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { useWords } from '../i18n/use-words.js'
import { useKeys } from '../ui/use-keys.js'
import { linesOf, type Band, type Line } from './arrange.js'
import styles from './situation-page.module.css'
import { Tile } from './tile.js'

const HEAD_PX = 34
const TILE_PX = 108
const CALM_PX = 56
const TILE_MIN_PX = 230
const GAP_PX = 8
const OVERSCAN = 4

/** `scale`: how much larger than usual letters are; heights and widths grow with them. Taken once, when it is mounted. */
type Props = { bands: readonly Band[]; plants: ReadonlyMap<string, PlantSummary>; scale: number }

/** All plants, of which only those in view are drawn. The arrow keys go from tile to tile. */
export function Tiles({ bands, plants, scale }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const { ref, width } = useElementSize()
  const columns = Math.max(1, Math.floor((width + GAP_PX) / (TILE_MIN_PX * scale + GAP_PX)))
  const lines = useMemo(() => linesOf(bands, columns), [bands, columns])
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => heightOf(lines[index], scale),
    getItemKey: (index) => keyOf(lines[index]),
    overscan: OVERSCAN,
  })
  useArrows(lines, columns, (line) => virtual.scrollToIndex(line), frame)
  return (
    <div className={styles['frame']} ref={frame} tabIndex={-1}>
      <div ref={ref} className={styles['lines']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start, size }) => {
          const line = lines[index]
          return (
            line && (
              <div key={key} className={styles['slot']} style={{ height: size, transform: `translateY(${start}px)` }}>
                {line.kind === 'head' ? (
                  <BandHead band={line.band} />
                ) : (
                  <div className={styles['row']} style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
                    {line.plants.map((id, at) => {
                      const plant = plants.get(id)
                      return plant && <Tile key={id} plant={plant} index={line.from + at} />
                    })}
                  </div>
                )}
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}

function BandHead({ band }: { band: Band }) {
  const { t, pick, number } = useWords()
  const title = band.urgency
    ? t(`situation.urgency.${band.urgency}`)
    : band.title
      ? pick(band.title)
      : t('situation.noGroup')
  return (
    <h2 className={styles['band']}>
      {title} <span>{number(band.plants.length)}</span>
    </h2>
  )
}

const keyOf = (line: Line | undefined): string =>
  line === undefined ? '' : line.kind === 'head' ? `head ${line.band.key}` : `tiles ${line.from}`

/** A line of calm plants is lower: they have nothing to say. Bands by group mix both, so their lines have room for trouble. */
function heightOf(line: Line | undefined, scale: number): number {
  if (line?.kind !== 'tiles') return HEAD_PX * scale
  return (line.isCalm ? CALM_PX : TILE_PX) * scale + GAP_PX
}

function useArrows(
  lines: readonly Line[],
  columns: number,
  show: (line: number) => void,
  frame: React.RefObject<HTMLDivElement | null>,
): void {
  const count = lines.reduce((sum, line) => sum + (line.kind === 'tiles' ? line.plants.length : 0), 0)
  const go = (by: number): void => {
    const chosen = document.activeElement?.getAttribute('data-tile')
    const next = Math.min(count - 1, Math.max(0, chosen == null ? 0 : Number(chosen) + by))
    show(lines.findIndex((line) => line.kind === 'tiles' && next < line.from + line.plants.length))
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-tile="${next}"]`)?.focus())
  }
  useKeys({
    ArrowRight: () => go(1),
    ArrowLeft: () => go(-1),
    ArrowDown: () => go(columns),
    ArrowUp: () => go(-columns),
    j: () => go(1),
    k: () => go(-1),
  })
}
