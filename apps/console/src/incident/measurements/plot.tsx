import type { PlotSeries } from '@genba/contracts'
import { useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import UPlot, { type Options, type Series } from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { columnsOf } from './charts.js'

type Span = { from: number; until: number }
type Props = { lines: readonly PlotSeries[]; span: Span; marked: Span; timeZone: string; height: number }

const AXIS_PX = 48
const DASH = [5, 4]

/** One picture of a measured point; the time of the incident is marked. */
export function Plot({ lines, span, marked, timeZone, height }: Props) {
  const { ref, width } = useElementSize()
  const frame = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme()
  useEffect(() => {
    if (!frame.current || width === 0) return
    const plot = new UPlot(optionsOf({ lines, span, marked, timeZone, height }, width), columnsOf(lines), frame.current)
    return () => plot.destroy()
    // The colours are read from the page, which has those of the scheme.
  }, [width, height, scheme, lines, span, marked.from, marked.until, timeZone])
  return (
    <div ref={ref} style={{ height }}>
      <div ref={frame} />
    </div>
  )
}

function optionsOf({ lines, span, marked, timeZone, height }: Props, width: number): Options {
  const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const axis = {
    stroke: colour('--g-dim'),
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    grid: { stroke: colour('--g-line'), width: 1 },
    ticks: { stroke: colour('--g-line'), width: 1, size: 4 },
  }
  const drawn = (line: PlotSeries): Series => ({
    stroke: colour(line.kind === 'measured' ? '--g-accent' : '--g-high'),
    width: 1.5,
    spanGaps: true,
    points: { show: line.points.length < 3 },
    // What is set or commanded stays until the next one.
    ...(line.kind === 'measured' ? {} : { dash: DASH, paths: UPlot.paths.stepped?.({ align: 1 }) }),
  })
  return {
    width,
    height,
    padding: [6, 20, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1_000), timeZone),
    scales: { x: { time: true, range: [span.from / 1_000, span.until / 1_000] } },
    axes: [
      { ...axis, size: 22, values: '{HH}:{mm}' },
      { ...axis, size: AXIS_PX, space: 24 },
    ],
    series: [{}, ...lines.map(drawn)],
    hooks: {
      drawClear: [
        (plot) => {
          const { ctx, bbox } = plot
          const at = (ms: number): number => plot.valToPos(ms / 1_000, 'x', true)
          ctx.fillStyle = colour('--g-critical-soft')
          ctx.fillRect(at(marked.from), bbox.top, Math.max(2, at(marked.until) - at(marked.from)), bbox.height)
        },
      ],
    },
  }
}
