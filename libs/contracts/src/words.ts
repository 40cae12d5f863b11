import { z } from 'zod'

/** A text that a person sees: Japanese and English, both always. */
export const Localised = z.object({ ja: z.string().min(1), en: z.string().min(1) })
export type Localised = z.infer<typeof Localised>

/** How much a thing matters; the guideline leaves the scale to each plant (3.1.3, 3.1.5), Genba uses three steps. */
export const Level = z.enum(['low', 'medium', 'high'])
export type Level = z.infer<typeof Level>

/** Importance for business continuity, safety, quality, delivery, cost (guideline 3.1.5). */
export const Importance = z.object({ bc: Level, s: Level, q: Level, d: Level, c: Level })
export type Importance = z.infer<typeof Importance>
export const IMPORTANCE_KEYS = ['bc', 's', 'q', 'd', 'c'] as const

/** Severity belongs to the alert: 0 (information) to 100. */
export const Severity0to100 = z.number().int().min(0).max(100)

export const SEVERITY_WORDS = { info: 5, low: 20, medium: 50, high: 80, critical: 95 } as const
export const SeverityWord = z.enum(['info', 'low', 'medium', 'high', 'critical'])
export type SeverityWord = z.infer<typeof SeverityWord>

/** The word for a severity: the highest word whose floor it reaches. */
export const severityWord = (severity0to100: number): SeverityWord =>
  severity0to100 >= 90
    ? 'critical'
    : severity0to100 >= 70
      ? 'high'
      : severity0to100 >= 40
        ? 'medium'
        : severity0to100 >= 10
          ? 'low'
          : 'info'

/** Milliseconds since 1970 UTC. */
export const EpochMs = z.number().int().min(0)

export const PHASES = ['observe', 'orient', 'decide', 'act'] as const
/** OODA phase (guideline 3.3(1)A). Queues, folders and statuses carry these very words. */
export const Phase = z.enum(PHASES)
export type Phase = z.infer<typeof Phase>

/** What the plant is doing now; it decides who must approve what. */
export const PlantState = z.enum(['running', 'changeover', 'stopped', 'maintenance'])
export type PlantState = z.infer<typeof PlantState>

/** MITRE ATT&CK for ICS, in the order of its matrix: how far an attack has come. */
export const TACTICS = [
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'evasion',
  'discovery',
  'lateral-movement',
  'collection',
  'command-and-control',
  'inhibit-response-function',
  'impair-process-control',
  'impact',
] as const
export const Tactic = z.enum(TACTICS)
export type Tactic = z.infer<typeof Tactic>
