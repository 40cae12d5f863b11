import { Localised, MeasurementInput, Name, SeverityWord } from '@genba/contracts'
import { isMap, LineCounter, parseDocument, type Document } from 'yaml'
import { z } from 'zod'
import { OT_NOTICE_NAMES } from './ot-ids.js'
import { SERVICE_NAMES } from './services.js'
import { SIGNATURES } from './signatures.js'

/** Bounds on one scenario file; a larger exercise is several files. What exceeds them is refused with its line. */
export const STAGES_MAX = 50
export const INJECTS_MAX = 100
export const NOISE_MAX = 100
export const POINTS_MAX = 200
export const HOSTS_MAX = 500
export const REPEATS_MAX = 1000

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** `500ms`, `10s`, `5m`, `1h`; milliseconds once read. */
const Duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h)$/, 'use ms, s, m or h, e.g. 10s')
  .transform((text) => Number.parseFloat(text) * UNIT_MS[/[a-z]+$/.exec(text)?.[0] as keyof typeof UNIT_MS])
/** At least 100 ms, so that endless noise cannot flood. */
const Period = Duration.refine((periodMs) => periodMs >= 100, 'at least 100ms')

const ServiceWord = z.enum(SERVICE_NAMES)

/** A machine on the plant's networks; `zone` names its firewall interface and the sensor that watches it. */
export const Host = z.strictObject({ ip: z.ipv4(), mac: z.mac(), zone: Name, vendor: z.string().min(1).optional() })
export type Host = z.infer<typeof Host>

const Between = z.strictObject({ from: Name, to: z.array(Name).min(1), over: ServiceWord })

/** What a quiet plant's sensors report all the time. */
export const Noise = z.strictObject({
  kind: z.enum(['polls', 'flows', 'stream-alerts', 'anomalies', 'firewall', 'inventory']),
  every: Period,
  between: z.array(Between).min(1),
})
export type Noise = z.infer<typeof Noise>

/** A measuring point: its measured value and, where it has them, its set value and command. `{zone}` in `tag` stands for each zone. */
export const Point = z.strictObject({
  tag: MeasurementInput.shape.tag,
  zones: z.array(Name).min(1),
  every: Period,
  unit: z.string().max(20),
  measured: z.number(),
  set: z.number().optional(),
  command: z.number().optional(),
  /** Standard deviation of one sample, and how far the value wanders over minutes. */
  noise: z.number().min(0),
  drift: z.number().min(0),
  decimals: z.number().int().min(0).max(6).default(1),
})
export type Point = z.infer<typeof Point>

const at = Duration.default(0)
const Repeats = { at, times: z.number().int().min(1).max(REPEATS_MAX).default(1), every: Period.default(500) }
const Link = { from: Name, to: Name, over: ServiceWord }

/** One event fed into the exercise (HSEEP inject), `at` after its stage began. */
export const Inject = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ids'),
    ...Link,
    ...Repeats,
    signature: z.string().refine((name) => name in SIGNATURES, 'no such signature'),
  }),
  z.strictObject({ kind: z.literal('ot-ids'), ...Link, at, notice: z.enum(OT_NOTICE_NAMES) }),
  z.strictObject({ kind: z.literal('firewall'), ...Link, at }),
  /** An alert in Genba's own schema: a process deviation, a log entry of a machine. */
  z.strictObject({
    kind: z.literal('alert'),
    ...Repeats,
    type: z.enum(['process', 'system']),
    sensor: z.string().min(1).max(200),
    name: z.string().min(1).max(500),
    severity: SeverityWord,
    zone: Name,
    from: Name.optional(),
    to: Name.optional(),
    fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  }),
  /** Moves a point's value by `by` over the time `over`; it stays there. */
  z.strictObject({
    kind: z.literal('disturb'),
    at,
    tag: z.string(),
    series: z.enum(['measured', 'set', 'command']),
    by: z.number(),
    over: Duration.default(0),
  }),
])
export type Inject = z.infer<typeof Inject>

/** `after`: time from the start of the stage before it, of the scenario for the first. */
export const Stage = z.strictObject({
  id: Name,
  name: Localised,
  after: Duration,
  injects: z.array(Inject).min(1).max(INJECTS_MAX),
})
export type Stage = z.infer<typeof Stage>

/** What must come out of the correlator when the scenario is played, whatever the seed. */
export const Expects = z.strictObject({
  incidents: z.array(
    z.strictObject({
      begins: Name,
      spreads: z.array(z.strictObject({ from: Name, to: Name })),
      rules: z.array(z.strictObject({ zone: Name, rule: Name })).min(1),
      why: Localised,
    }),
  ),
})

/** An exercise as a file (HSEEP master scenario events list): who is on the networks, the noise, the stages, the outcome. */
export const Scenario = z
  .strictObject({
    v: z.literal(1),
    id: Name,
    name: Localised,
    plant: Name,
    lasts: Duration,
    expects: Expects,
    hosts: z.record(Name, Host),
    noise: z.array(Noise).max(NOISE_MAX),
    points: z.array(Point).max(POINTS_MAX),
    stages: z.array(Stage).max(STAGES_MAX),
  })
  .superRefine((scenario, refuse) => {
    for (const fault of referenceFaults(scenario)) refuse.addIssue({ code: 'custom', ...fault })
  })
export type Scenario = z.infer<typeof Scenario>

export type ReadScenario = { ok: true; scenario: Scenario } | { ok: false; reason: string; at: string }

/** Reads a scenario file's YAML. A fault is told with its place as `file:line`, the first one only: later ones often follow from it. */
export function readScenario(text: string, file: string): ReadScenario {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  if (broken !== undefined) {
    const reason = broken.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'not YAML'
    return { ok: false, reason, at: `${file}:${lines.linePos(broken.pos[0]).line}` }
  }
  const read = Scenario.safeParse(document.toJS())
  if (read.success) return { ok: true, scenario: read.data }
  const issue = read.error.issues[0] as z.core.$ZodIssue
  // An unknown key is told of what holds it; people look for the key.
  const extra = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const path = [...issue.path, ...extra].map((key) => (typeof key === 'number' ? key : String(key)))
  return {
    ok: false,
    reason: `${path.join('.') || 'file'}: ${issue.message}`,
    at: `${file}:${lineOf(document, path, lines)}`,
  }
}

/** The line of the value at the path, else of the nearest thing around it that exists: a missing key has no line of its own. */
function lineOf(document: Document, path: (string | number)[], lines: LineCounter): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined
    if (node?.range) return lines.linePos(keyStart(document, path.slice(0, depth)) ?? node.range[0]).line
  }
  return 1
}

/** A mapping's value may begin on the line below its key; people look for the key. */
function keyStart(document: Document, path: (string | number)[]): number | undefined {
  const around = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  if (!isMap(around)) return undefined
  const pair = around.items.find((item) => String((item.key as { value?: unknown }).value) === String(path.at(-1)))
  return (pair?.key as { range?: [number, number, number] } | undefined)?.range?.[0]
}

type Fault = { path: (string | number)[]; message: string }

function referenceFaults(scenario: z.infer<typeof Scenario>): Fault[] {
  return [
    ...(Object.keys(scenario.hosts).length > HOSTS_MAX
      ? [{ path: ['hosts'], message: `at most ${HOSTS_MAX} hosts` }]
      : []),
    ...scenario.noise.flatMap((noise, i) =>
      noise.between.flatMap((link, j) => [
        ...unknownHost(scenario, link.from, ['noise', i, 'between', j, 'from']),
        ...link.to.flatMap((name, k) => unknownHost(scenario, name, ['noise', i, 'between', j, 'to', k])),
      ]),
    ),
    ...scenario.stages.flatMap((stage, i) =>
      stage.injects.flatMap((inject, j) => injectFaults(scenario, inject, ['stages', i, 'injects', j])),
    ),
    ...lateFaults(scenario),
  ]
}

function injectFaults(scenario: z.infer<typeof Scenario>, inject: Inject, path: (string | number)[]): Fault[] {
  if (inject.kind !== 'disturb')
    return [
      ...(inject.from === undefined ? [] : unknownHost(scenario, inject.from, [...path, 'from'])),
      ...(inject.to === undefined ? [] : unknownHost(scenario, inject.to, [...path, 'to'])),
    ]
  const tags = scenario.points.flatMap((point) => point.zones.map((zone) => tagIn(point, zone)))
  return tags.includes(inject.tag) ? [] : [{ path: [...path, 'tag'], message: `no point has the tag ${inject.tag}` }]
}

function lateFaults(scenario: z.infer<typeof Scenario>): Fault[] {
  let beginsAt = 0
  return scenario.stages.flatMap((stage, i) => {
    beginsAt += stage.after
    return beginsAt < scenario.lasts
      ? []
      : [{ path: ['stages', i, 'after'], message: 'begins after the scenario ended' }]
  })
}

const unknownHost = (scenario: z.infer<typeof Scenario>, name: string, path: (string | number)[]): Fault[] =>
  name in scenario.hosts ? [] : [{ path, message: `no host ${name}` }]

/** The point's tag in one of its zones. */
export const tagIn = (point: { tag: string }, zone: string): string => point.tag.replaceAll('{zone}', zone)

/** A host by its name; the schema has checked that it exists. */
export function hostOf(scenario: Pick<Scenario, 'id' | 'hosts'>, name: string): Host {
  const host = scenario.hosts[name]
  if (host === undefined) throw new Error(`no host ${name} in ${scenario.id}`)
  return host
}
