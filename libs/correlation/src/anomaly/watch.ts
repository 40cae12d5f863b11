import { SEVERITY_WORDS, type Measurement, type SeverityWord } from '@genba/contracts'
import type { Delays } from './alarm.js'
import type { Detector } from './detectors.js'
import { isLiteral } from './tag-glob.js'

export type SeriesKind = Measurement['kind']
export type Level = 'lowLow' | 'low' | 'high' | 'highHigh'
/** A partner's series and how long after its change the pair is given to settle. */
export type Against = { key: string; settleMs: number }
export type Baseline = { learnMs: number; samplesMin: number; sdFloor: number; against?: Against | undefined }

/** One detector on one series with exactly one alarm: limits and rates make one for each level or direction. `key` names its memory. */
export type Watch = Delays & { key: string; id: string; severity0to100: number } & WatchOf
export type WatchOf =
  | { detect: 'limits'; level: Level; limit: number; deadband: number }
  | { detect: 'rate'; direction: 1 | -1; limitPerMs: number; deadbandPerMs: number; perMs: number; overMs: number }
  | { detect: 'frozen'; spanMs: number; resolution: number; others: number }
  | { detect: 'drift'; against: Against; tolerance: number; deadband: number }
  | { detect: 'change'; tolerance: number }
  | ({ detect: 'cusum'; k: number; h: number } & Baseline)
  | ({ detect: 'ewma'; lambda: number; L: number } & Baseline)
  /** `named`: tags of which the plant says that they are there. */
  | { detect: 'silent'; spanMs: number; named: ReadonlySet<string> }
export type WatchFor<D extends Watch['detect']> = Extract<Watch, { detect: D }>

/** What a plant that names no severity gets: a rewritten set value and an outer limit first, statistics last. */
const SEVERITY = {
  limits: 'medium',
  rate: 'medium',
  frozen: 'medium',
  drift: 'medium',
  change: 'high',
  cusum: 'low',
  ewma: 'low',
  silent: 'medium',
} as const satisfies Record<Detector['detect'], SeverityWord>
const OUTER: SeverityWord = 'high'

/** The watches of a detector; `partner` finds the series that a tag is compared with. */
export function watchesOf(
  detector: Detector,
  partner: (against: { kind: 'set' | 'command'; tag?: string | undefined }) => string,
): Watch[] {
  const { detect, id } = detector
  const watch = <W extends WatchOf>(
    own: W,
    name = id,
    severity: SeverityWord = detector.severity ?? SEVERITY[detect],
  ): Watch => ({
    key: `${detect}:${name}`,
    id: name,
    severity0to100: SEVERITY_WORDS[severity],
    onDelayMs: detector.onDelay,
    offDelayMs: detector.offDelay,
    reAlarmMs: detector.reAlarm,
    ...own,
  })
  const pair = (against: { kind: 'set' | 'command'; tag?: string | undefined; settle: number }): Against => ({
    key: partner(against),
    settleMs: against.settle,
  })
  switch (detect) {
    case 'limits':
      return (['lowLow', 'low', 'high', 'highHigh'] as const).flatMap((level) => {
        const limit = detector[level]
        if (limit === undefined) return []
        const severity =
          level === 'lowLow' || level === 'highHigh' ? (detector.outerSeverity ?? OUTER) : detector.severity
        return [watch({ detect, level, limit, deadband: detector.deadband }, `${id}.${level}`, severity)]
      })
    case 'rate':
      return (
        [
          ['rising', 1],
          ['falling', -1],
        ] as const
      ).flatMap(([name, direction]) => {
        const { [name]: limit, per: perMs, over: overMs, deadband } = detector
        if (limit === undefined) return []
        return [
          watch(
            { detect, direction, limitPerMs: limit / perMs, deadbandPerMs: deadband / perMs, perMs, overMs },
            `${id}.${name}`,
          ),
        ]
      })
    case 'frozen':
      return [watch({ detect, spanMs: detector.for, resolution: detector.resolution, others: detector.others })]
    case 'drift':
      return [
        watch({ detect, against: pair(detector.against), tolerance: detector.tolerance, deadband: detector.deadband }),
      ]
    case 'change':
      return [watch({ detect, tolerance: detector.tolerance })]
    case 'cusum':
      return [watch({ detect, k: detector.k, h: detector.h, ...baselineOf(detector, pair) })]
    case 'ewma':
      return [watch({ detect, lambda: detector.lambda, L: detector.L, ...baselineOf(detector, pair) })]
    case 'silent':
      return [watch({ detect, spanMs: detector.period * detector.missed, named: namedBy(detector) })]
  }
}

const namedBy = ({ tags, zones }: Detector): ReadonlySet<string> =>
  new Set(zones?.length === 1 ? tags.filter(isLiteral) : [])

const baselineOf = (
  { learn, samplesMin, sdFloor, against }: Extract<Detector, { detect: 'cusum' | 'ewma' }>,
  pair: (against: { kind: 'set' | 'command'; tag?: string | undefined; settle: number }) => Against,
): Baseline => ({ learnMs: learn, samplesMin, sdFloor, ...(against ? { against: pair(against) } : {}) })
