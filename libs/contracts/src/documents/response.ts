import { z } from 'zod'
import { TimelineEntry } from '../topics/timeline.v1.js'
import { EpochMs, Importance, Localised, Phase } from '../words.js'
import { Evidence, Orientation } from './orientation.js'
import { Approval } from './approval.js'
import { Hold } from './hold.js'

export const RESPONSE_TIMELINE_MAX = 500

/**
 * Where a step is. `due` waits for its job (a step that opens branches: for them); `waiting` waits for people; `parked` waits for
 * somebody to retry it.
 */
export const StepState = z.discriminatedUnion('at', [
  z.object({ at: z.literal('pending') }),
  /** `notBefore` is absent when the step can be done at once; a step that looks again later has it. */
  z.object({ at: z.literal('due'), since: EpochMs, notBefore: EpochMs.optional() }),
  z.object({ at: z.literal('waiting'), since: EpochMs, approval: z.string() }),
  z.object({ at: z.literal('done'), since: EpochMs, output: z.record(z.string(), z.string()) }),
  z.object({ at: z.literal('failed'), since: EpochMs, error: z.string() }),
  z.object({ at: z.literal('parked'), since: EpochMs, error: z.string() }),
])
export type StepState = z.infer<typeof StepState>

export const RunStep = z.object({
  /** The id in the workflow; of a step in a called playbook, behind the id of the step that calls it and a dot. */
  id: z.string(),
  name: Localised,
  phase: Phase,
  /** CACAO step type. */
  type: z.string(),
  state: StepState,
  /** Counts on over retries, looks and turns of a while-condition, so that it names one attempt of the run. */
  attempt: z.number().int(),
  /** Who asked for this attempt; absent when Genba itself began the step. Nobody approves what they asked for. */
  askedBy: z.string().optional(),
  /** The step in whose branch it was entered; absent at the top of the workflow. */
  parent: z.string().optional(),
  /** When it counts as failed, and after how long; absent on steps without a CACAO timeout. */
  deadline: EpochMs.optional(),
  timeoutMs: z.number().int().optional(),
  /** Turns that a while-condition has begun. */
  turns: z.number().int().optional(),
  /** One of its branches failed and nothing in the branch took care of that. */
  broken: z.boolean().optional(),
  /** The exception of the playbook that it calls was entered. */
  excepted: z.boolean().optional(),
  /** Variables of step scope; of a step that calls a playbook, the variables of that playbook. */
  variables: z.record(z.string(), z.string()).optional(),
})
export type RunStep = z.infer<typeof RunStep>

/** One execution of one version of a playbook. */
export const Run = z.object({
  id: z.string(),
  loop: z.number().int(),
  /** `id@modified` of the playbook: a running run never changes its version. */
  playbook: z.string(),
  name: Localised,
  state: z.enum(['running', 'done', 'failed']),
  /** CACAO variables of playbook scope, by name without the `__` marks. */
  variables: z.record(z.string(), z.string()),
  /** What the ids among the variables' values are called; absent on runs that were opened before it was there. */
  names: z.record(z.string(), Localised).optional(),
  /** The version of each playbook that it may call, by how the step names it; absent when it calls none. */
  called: z.record(z.string(), z.string()).optional(),
  /** Steps entered so far, bounded; absent on runs that were opened before it was there. */
  visits: z.number().int().optional(),
  broken: z.boolean().optional(),
  excepted: z.boolean().optional(),
  steps: z.array(RunStep),
  startedAt: EpochMs,
  endedAt: EpochMs.optional(),
})
export type Run = z.infer<typeof Run>

/**
 * The OODA clock: one stay in one phase. `budgetMs` is what it may take by how much the hit assets matter, `lateAt` when it was told
 * that it took longer; both absent on stays that began before they were there.
 */
export const PhaseTime = z.object({
  loop: z.number().int(),
  phase: Phase,
  enteredAt: EpochMs,
  leftAt: EpochMs.optional(),
  budgetMs: z.number().int().optional(),
  lateAt: EpochMs.optional(),
})
export type PhaseTime = z.infer<typeof PhaseTime>

/** What orient computed from the plant model: which assets and business processes are hit, how much that matters, where it can go next. */
export const Impact = z.object({
  importance: Importance,
  assets: z.array(z.string()),
  processes: z.array(z.string()),
  reach: z.array(z.object({ zone: z.string(), conduit: z.string(), hops: z.number().int() })),
})
export type Impact = z.infer<typeof Impact>

/** The `responses` document: the OODA loops that answer one incident. `_id` is the incident's id. Written by the responder only. */
export const Response = z.object({
  v: z.literal(1),
  id: z.string(),
  version: z.number().int(),
  plant: z.string(),
  incident: z.string(),
  /** The incident version that this response last looked at. */
  incidentVersion: z.number().int(),
  state: z.enum(['running', 'waiting', 'parked', 'done']),
  phase: Phase,
  loop: z.number().int(),
  clock: z.array(PhaseTime),
  /** When time alone next asks something of it (an approval runs out or is to be reminded of, a hold ends, a phase is late); absent when nothing does. */
  wakeAt: EpochMs.optional(),
  runs: z.array(Run),
  approvals: z.array(Approval),
  /** Effects outside that stand for a time. Absent until the first. */
  holds: z.array(Hold).optional(),
  /** Tickets in systems outside, by connector. */
  tickets: z.record(z.string(), z.string()).optional(),
  impact: Impact.optional(),
  /** Absent until observe has looked around the incident, and until orient has. */
  evidence: Evidence.optional(),
  orientation: Orientation.optional(),
  timeline: z.array(TimelineEntry),
  timelineEvicted: z.number().int(),
  openedAt: EpochMs,
  endedAt: EpochMs.optional(),
  drill: z.string().optional(),
})
export type Response = z.infer<typeof Response>
