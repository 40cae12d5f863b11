import type { AlarmCover, Localised, WhatIfResult } from '@genba/contracts'
import type { AlarmDesign, JoinSettings, RuleFile, Settings } from '@genba/correlation'

/** What the worker is given: plain data only. */
export type Work = {
  brokers: string[]
  prefix: string
  before: RuleFile[]
  after: RuleFile[]
  plants: '*' | string[]
  facts: { plant: string; conduits: Conduit[]; zoneNames: [string, Localised][] }[]
  settings: Settings & JoinSettings
  /** What hid alarms at that time. */
  hidden: { covers: AlarmCover[]; design: AlarmDesign }
  from: number
  until: number
  timeMs: number
}
type Conduit = { id: string; from: string; to: string; direction: 'from-to' | 'both' }

/** What the worker tells. */
export type Told =
  | { kind: 'progress'; alerts: number; messages: number; ofMessages: number }
  | { kind: 'done'; result: WhatIfResult }
  | { kind: 'stopped' }
  | { kind: 'engine-away'; message: string }
