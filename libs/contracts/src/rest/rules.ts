import { z } from 'zod'
import { RulesInForce } from '../documents/rule-pack.js'
import { EpochMs, Localised, Severity0to100, Tactic } from '../words.js'

export const RuleRow = z.object({
  id: z.string(),
  title: Localised,
  severity: Severity0to100,
  /** ATT&CK for ICS, from the tags. */
  tactic: Tactic.optional(),
  techniques: z.array(z.string()),
  kind: z.string(),
  timespanMs: z.number().int(),
  groupBy: z.array(z.string()),
  /** The rules that it is made of. */
  bases: z.array(z.string()),
  file: z.string(),
  line: z.number().int(),
  /** Signals in incidents of the asker's plants: of the last day, of the last seven, and when the last one fired. */
  fired: z.object({ day: z.number().int(), week: z.number().int(), lastAt: EpochMs.optional() }),
})
export type RuleRow = z.infer<typeof RuleRow>

/** The pack that this gateway goes by, and what the correlator last told of its own; absent before it has told anything. */
export const RuleList = z.object({
  rules: z.array(RuleRow),
  files: z.array(z.string()),
  hash: z.string(),
  correlator: RulesInForce.omit({ v: true }).optional(),
})
export type RuleList = z.infer<typeof RuleList>

export const RuleFileQuery = z.object({ file: z.string().min(1).max(200) })
export type RuleFileQuery = z.infer<typeof RuleFileQuery>

export const RuleFileText = z.object({ file: z.string(), text: z.string() })
export type RuleFileText = z.infer<typeof RuleFileText>
