import { Name, SeverityWord } from '@genba/contracts'
import { z } from 'zod'
import { Duration } from './duration.js'
import { TagGlob } from './tag-glob.js'

/** Bounds of one detectors file; what exceeds them is refused with its line. */
export const DETECTORS_MAX = 500
export const TAGS_MAX = 200
export const LATENESS_MAX_MS = 3_600_000
/** Below a minute a standing anomaly would raise itself like a chattering alarm (ISA-18.2: three in a minute). */
export const RE_ALARM_MIN_MS = 60_000
/** So that a rate or a frozen group's recent movers fit a bounded memory. */
export const OTHERS_MAX = 8

const HOUR_MS = 3_600_000
const Unit = z.number().positive()

const shared = {
  id: Name,
  tags: z.array(TagGlob).min(1).max(TAGS_MAX),
  /** Absent: every zone of the plant. */
  zones: z.array(Name).min(1).optional(),
  severity: SeverityWord.optional(),
  /** ISA-18.2 on-delay and off-delay: how long the condition must hold, and be gone, before the alarm begins, and returns. */
  onDelay: Duration.default(0),
  offDelay: Duration.default(0),
  /** OPC UA part 9 ReAlarmTime: how long it stands before it is told again. */
  reAlarm: Duration.refine((spanMs) => spanMs >= RE_ALARM_MIN_MS, 'at least 1m').default(HOUR_MS),
}
const Kind = z.enum(['measured', 'set', 'command'])
const kinds = z.array(Kind).min(1).default(['measured'])
const deadband = z.number().min(0).default(0)

/** What the value is compared with: `tag` names the partner's tag where it is not the same (`*` stands for what the own `*` matched). */
const Against = z.strictObject({
  kind: z.enum(['set', 'command']).default('set'),
  tag: TagGlob.optional(),
  settle: Duration.default(0),
})

/**
 * The baseline is the mean and standard deviation of good samples over `learn`, then frozen. `sdFloor` is the smallest standard deviation
 * to believe in (the sensor's resolution). With `against` the deviation from the set value is charted, so that a changeover is no anomaly.
 */
const baseline = {
  learn: Duration,
  samplesMin: z.number().int().min(10).default(30),
  sdFloor: z.number().min(0).default(0),
  against: Against.optional(),
}

export const Detector = z.discriminatedUnion('detect', [
  z
    .strictObject({
      ...shared,
      detect: z.literal('limits'),
      kinds,
      lowLow: z.number().optional(),
      low: z.number().optional(),
      high: z.number().optional(),
      highHigh: z.number().optional(),
      deadband,
      /** Of low-low and high-high; `severity` is of low and high. */
      outerSeverity: SeverityWord.optional(),
    })
    .refine((limits) => given(limits).length > 0, 'give at least one of lowLow, low, high, highHigh')
    .refine(
      (limits) => given(limits).every((limit, n, all) => n === 0 || limit > all[n - 1]!),
      'limits must rise: lowLow < low < high < highHigh',
    ),
  /** Change per `per` over the last `over`; `over` 0 compares two neighbouring samples. */
  z
    .strictObject({
      ...shared,
      detect: z.literal('rate'),
      kinds,
      rising: Unit.optional(),
      falling: Unit.optional(),
      per: Duration.pipe(Unit),
      over: Duration.default(0),
      deadband,
    })
    .refine(({ rising, falling }) => rising !== undefined || falling !== undefined, 'give rising or falling'),
  z.strictObject({
    ...shared,
    detect: z.literal('frozen'),
    for: Duration.pipe(Unit),
    resolution: z.number().min(0).default(0),
    others: z.number().int().min(0).max(OTHERS_MAX).default(1),
  }),
  z.strictObject({
    ...shared,
    detect: z.literal('drift'),
    against: Against.default({ kind: 'set', settle: 0 }),
    tolerance: Unit,
    deadband,
  }),
  z.strictObject({
    ...shared,
    detect: z.literal('change'),
    kinds: z
      .array(z.enum(['set', 'command']))
      .min(1)
      .default(['set', 'command']),
    tolerance: z.number().min(0).default(0),
  }),
  /** Defaults k 0.5, h 5: Montgomery, Introduction to Statistical Quality Control, 9.1; NIST/SEMATECH e-Handbook 6.3.2.3. */
  z.strictObject({ ...shared, ...baseline, detect: z.literal('cusum'), k: Unit.default(0.5), h: Unit.default(5) }),
  /** Defaults lambda 0.2, L 3: Hunter 1986, Lucas and Saccucci 1990; NIST/SEMATECH e-Handbook 6.3.2.4. */
  z.strictObject({
    ...shared,
    ...baseline,
    detect: z.literal('ewma'),
    lambda: Unit.max(1).default(0.2),
    L: Unit.default(3),
  }),
  /** A tag without a wildcard in a detector of one zone names a sensor that must be there: it is told silent also when it was never heard. */
  z.strictObject({
    ...shared,
    detect: z.literal('silent'),
    kinds,
    period: Duration.pipe(Unit),
    missed: z.number().int().min(1).default(3),
  }),
])
export type Detector = z.infer<typeof Detector>

/** The detectors of one plant (YAML); durations are milliseconds once read. Guideline 3.3(1)A: 計測値、指示値の挙動. */
export const Detectors = z
  .strictObject({
    v: z.literal(1),
    plant: Name,
    /** How far a sample may come out of order and still be judged in its place; every anomaly is told that much later. */
    lateness: Duration.refine((spanMs) => spanMs <= LATENESS_MAX_MS, 'at most 1h').default(2000),
    detectors: z.array(Detector).max(DETECTORS_MAX),
  })
  .superRefine(({ detectors }, context) => {
    const seen = new Set<string>()
    detectors.forEach(({ id }, n) => {
      if (seen.has(id))
        context.addIssue({
          code: 'custom',
          path: ['detectors', n, 'id'],
          message: `"${id}" is used twice; give one of them another id`,
        })
      seen.add(id)
    })
  })
export type Detectors = z.infer<typeof Detectors>

const given = (limits: {
  lowLow?: number | undefined
  low?: number | undefined
  high?: number | undefined
  highHigh?: number | undefined
}): number[] => [limits.lowLow, limits.low, limits.high, limits.highHigh].filter((limit) => limit !== undefined)
