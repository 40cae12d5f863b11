import type { Measurement } from '@genba/contracts'
import type { Alarm } from './alarm.js'
import type { Timer } from './timers.js'
import type { SeriesKind } from './watch.js'

/** Series of one zone; samples of further ones are counted (`unwatched`). With eleven watches one is 2 kB of JSON: a full zone 20 MB. */
export const SERIES_MAX = 10_000
/** Samples that wait for the lateness to pass; past it the oldest is judged early and counted (`forced`). */
export const PENDING_MAX = 20_000
/** Series compared with one partner that are looked at when it changes; further ones wait for their own next sample. */
export const FOLLOWERS_MAX = 64

/** What one watch remembers of one series: its alarm, how often it began lately, and what its detector keeps. Plain data. */
export type Memory = { alarm: Alarm; begins?: { from: number; count: number; muted: number }; isMuted?: boolean }

/** One series: kind of value of one tag. `changedAt` is when the value last became another one. */
export type Series = {
  tag: string
  kind: SeriesKind
  source: string
  asset?: string
  unit?: string
  value: number
  at: number
  changedAt: number
  receivedAt: number
  /** A detector names it, and nobody has heard it yet; its value says nothing. */
  isUnheard?: true
  /** The timer that is armed for it; absent when none is. */
  dueAt?: number
  memories: Record<string, Memory>
}

/** Which series of a frozen detector's group moved last, and since when the group has been moving without a pause. */
export type Group = { awakeSince: number; movedAt: number; movers: [key: string, at: number][] }

export type AnomalyCounts = {
  samples: number
  late: number
  repeated: number
  unusable: number
  forced: number
  unwatched: number
  muted: number
  /** Set values and commands that a window accepted: no alert, but told. Absent in what older builds kept. */
  accepted?: number
}

/**
 * Everything remembered of one zone's measurements, or of one drill's in that zone: a drill learns its own baselines and never moves the
 * plant's. Survives `JSON.parse(JSON.stringify(state))` unchanged.
 */
export type AnomalyState = {
  v: 1
  plant: string
  zone: string
  drill?: string
  /** The newest event time told by a sample or a tick. */
  newest: number
  /** The newest sample's event time, and when it was received. Absent before the first, and in what builds without ticks kept. */
  told?: { at: number; receivedAt: number }
  /** Nothing of the zone was ever heard: its time is the receivers', until the first sample says what it is. */
  isTicked?: true
  /** When a watched series last gave a usable sample. */
  heardAt: number
  /** A silent detector could not tell, because nothing of the zone is heard: every series is looked at when something is again. */
  isUnheard?: boolean
  series: Record<string, Series>
  seriesCount: number
  /** Of these, that were named and never heard; absent where there was none. */
  unheardCount?: number
  /** By partner: the series that are looked at when it changes, for a measured value reported by exception may stay away. */
  followers: Record<string, string[]>
  groups: Record<string, Group>
  pending: Measurement[]
  timers: Timer[]
  counts: AnomalyCounts
}

type Where = { plant: string; zone: string; drill?: string | undefined }

/** `plant/zone` or `plant/zone/drill`: which state a measurement belongs to. */
export const anomalyKey = ({ plant, zone, drill }: Where): string =>
  drill === undefined ? `${plant}/${zone}` : `${plant}/${zone}/${drill}`

export function openAnomalies({ plant, zone, drill }: Where): AnomalyState {
  const counts = { samples: 0, late: 0, repeated: 0, unusable: 0, forced: 0, unwatched: 0, muted: 0 }
  return {
    v: 1,
    plant,
    zone,
    ...(drill === undefined ? {} : { drill }),
    newest: 0,
    heardAt: 0,
    series: {},
    seriesCount: 0,
    followers: {},
    groups: {},
    pending: [],
    timers: [],
    counts,
  }
}
