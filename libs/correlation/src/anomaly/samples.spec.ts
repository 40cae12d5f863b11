import { existsSync, readFileSync } from 'node:fs'
import type { Alert } from '@genba/contracts'
import { describe, expect, test } from '@jest/globals'
import { openAnomalies } from './anomaly-state.js'
import { measure, tick } from './measure.js'
import { sampleOf, settingsOf } from './time-line.js'

const SAMPLES = new URL('../../../../../shared/samples/', import.meta.url)
const isHere = existsSync(SAMPLES)
if (!isHere) console.warn(`skipped: no ${SAMPLES.pathname}`)
const onSamples = isHere ? describe : describe.skip

type Row = { at: number; values: Record<string, number>; isAnomaly?: boolean }
type Span = { tag: string; from: number; until: number }
const utc = (text: string) => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`)
const text = (path: string) => readFileSync(new URL(path, SAMPLES), 'utf8').trim()

/** The spans between begin and return that a detector told of a recording. */
function spansOf(rows: Row[], detector: string) {
  const settings = settingsOf(detector)
  const state = openAnomalies({ plant: 'works', zone: 'boiler' })
  const alerts: Alert[] = rows.flatMap(({ at, values }) =>
    Object.entries(values).flatMap(([tag, value]) => measure(state, settings, sampleOf(at, tag, value)).alerts),
  )
  alerts.push(...tick(state, settings, rows.at(-1)!.at + 1).alerts)
  const spans = new Map<unknown, Span>()
  for (const { at, sensor, fields } of alerts) {
    const span = spans.get(fields.anomaly)
    if (span === undefined) spans.set(fields.anomaly, { tag: sensor, from: at, until: Infinity })
    else if (fields.state === 'returned') span.until = at
  }
  return { spans: [...spans.values()], counts: state.counts }
}

onSamples('NAB machine temperature, four labelled windows in eleven weeks', () => {
  const rows: Row[] = isHere
    ? text('process-nab/machine_temperature_system_failure.csv')
        .split('\n')
        .slice(1)
        .map((line) => ({ at: utc(line), values: { temperature: Number(line.split(',')[1]) } }))
    : []
  const windows = isHere
    ? (JSON.parse(text('process-nab/combined_windows.json')) as Record<string, [string, string][]>)[
        'realKnownCause/machine_temperature_system_failure.csv'
      ]!.map((pair) => pair.map(utc) as [number, number])
    : []
  const judge = (detector: string) => {
    const { spans, counts } = spansOf(rows, detector)
    const delaysH = windows
      .map(([from, until]) => spans.find((span) => span.from >= from && span.from <= until)?.from)
      .map((at, n) => (at === undefined ? undefined : (at - windows[n]![0]) / 3_600_000))
    const falseBegins = spans.filter(
      (span) => !windows.some(([from, until]) => span.from >= from && span.from <= until),
    ).length
    return {
      found: delaysH.filter((delay) => delay !== undefined).length,
      delaysH,
      begins: spans.length,
      falseBegins,
      counts,
    }
  }

  test('CUSUM with k 2.5 and h 10 finds all four, and as many begins are false: successive samples of this machine resemble each other', () => {
    const { found, falseBegins, begins, delaysH } = judge(
      `{ id: shift, detect: cusum, tags: ['**'], learn: 3d, k: 2.5, h: 10 }`,
    )
    expect({ found, begins, falseBegins, delaysH: delaysH.map((delay) => Math.round(delay!)) }).toEqual({
      found: 4,
      begins: 8,
      falseBegins: 4,
      delaysH: [2, 14, 25, 4],
    })
  })
  test('the textbook k 0.5 and h 5 find three windows among mostly false begins: they are no defaults for such a machine', () => {
    const { found, falseBegins, begins } = judge(`{ id: shift, detect: cusum, tags: ['**'], learn: 3d }`)
    expect(found).toBe(3)
    expect(falseBegins / begins).toBeGreaterThan(0.8)
  })
  test('a low limit that an engineer would set finds the two shutdowns with no false begin', () => {
    expect(judge(`{ id: low, detect: limits, tags: ['**'], low: 40, onDelay: 30m, offDelay: 1h }`)).toMatchObject({
      found: 2,
      falseBegins: 0,
    })
  })
  test('the hour that the recording repeats when its clock was set back is counted as late', () => {
    expect(judge(`{ id: low, detect: limits, tags: ['**'], low: 0 }`).counts).toMatchObject({
      samples: 22_695,
      late: 11,
    })
  })
})

onSamples('SKAB, a valve closed on the water test bed: labelled second by second', () => {
  const rowsOf = (file: string): Row[] => {
    const [head, ...lines] = text(`process-skab/${file}`)
      .split(/\r?\n/)
      .map((line) => line.split(';'))
    return lines.map((cells) => ({
      at: utc(cells[0]!),
      isAnomaly: cells[9] === '1.0',
      values: Object.fromEntries(head!.slice(1, 9).map((tag, n) => [tag, Number(cells[n + 1])])),
    }))
  }
  const LEARN_MS = 400_000
  /** Of the seconds after learning: how many that are told are labelled, how many labelled are told, and how late the first is. */
  const judge = (file: string, detector: string) => {
    const rows = rowsOf(file)
    const { spans } = spansOf(rows, detector)
    const isTold = ({ at }: Row) => spans.some(({ from, until }) => from <= at && at < until)
    const judged = rows.filter(({ at }) => at > rows[0]!.at + LEARN_MS)
    const labelled = judged.filter(({ isAnomaly }) => isAnomaly)
    const hits = labelled.filter(isTold)
    const told = judged.filter(isTold).length
    return {
      precision: hits.length / told,
      recall: hits.length / labelled.length,
      delayS: hits.length === 0 ? undefined : (hits[0]!.at - labelled[0]!.at) / 1000,
    }
  }

  test.each([
    ['valve1-0.csv', 0.97, 0.53, 8],
    ['valve1-1.csv', 0.95, 0.89, 45],
    ['other-1.csv', 1, 0.76, 49],
  ])(
    'CUSUM on the flow (k 1, h 10) in %s: precision %d, recall %d, first told after %d s',
    (file, precision, recall, delayS) => {
      const found = judge(file, `{ id: flow, detect: cusum, tags: ['Volume Flow*'], learn: 400s, k: 1, h: 10 }`)
      expect(found.precision).toBeCloseTo(precision, 2)
      expect(found.recall).toBeCloseTo(recall, 2)
      expect(found.delayS).toBe(delayS)
    },
  )
  test.each(['valve1-0.csv', 'valve1-1.csv'])(
    'the textbook chart on all eight sensors of %s tells nearly everything and so nothing: the water warms all the while',
    (file) => {
      const all = judge(file, `{ id: all, detect: cusum, tags: ['**'], learn: 400s, sdFloor: 0.001 }`)
      expect(all.recall).toBeCloseTo(1, 2)
      expect(all.precision).toBeLessThan(0.6)
    },
  )
})
