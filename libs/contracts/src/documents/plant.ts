import { z } from 'zod'
import { Name } from '../ids.js'
import { EpochMs, Importance, Localised, PlantState } from '../words.js'
import { PlantSuppression } from './shelf.js'

const Cidr = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()])

/** Network of the plant: equipment (設備系), production control (生産管理系), information (情報系). Guideline chapter 2. */
export const Network = z.object({
  id: Name,
  name: Localised,
  kind: z.enum(['equipment', 'production-control', 'information']),
})

/** Zone (guideline 3.1.6, IEC 62443-3-2): an area of equal importance and protection. `addresses` place what no asset claims. */
export const Zone = z.object({
  id: Name,
  name: Localised,
  network: Name,
  importance: Importance,
  addresses: z.array(Cidr),
  slT: z.number().int().min(0).max(4).optional(),
})
export type Zone = z.infer<typeof Zone>

/** Conduit (IEC 62443-3-2): a permitted path. Who may open a connection goes `from` → `to`; `both` when either side may. */
export const Conduit = z.object({
  id: Name,
  name: Localised,
  from: Name,
  to: Name,
  direction: z.enum(['from-to', 'both']),
  flows: z.array(z.object({ protocol: z.string().min(1), port: z.number().int().optional() })).min(1),
})
export type Conduit = z.infer<typeof Conduit>

export const AssetKind = z.enum([
  'vpn-firewall',
  'wireless-ap',
  'mes-server',
  'line',
  'line-controller',
  'scada',
  'maintenance-terminal',
  'agv',
  'agv-control-pc',
  'automated-warehouse',
  'warehouse-remote-maintenance-server',
  'oa-server',
  'oa-terminal',
  'other',
])

/** Asset 保護対象 (guideline 3.1.4). `addresses` are its own IP addresses, networks or MAC addresses. */
export const Asset = z.object({
  id: Name,
  name: Localised,
  zone: Name,
  kind: AssetKind,
  addresses: z.array(z.union([Cidr, z.mac()])),
  importance: Importance,
  processes: z.array(Name),
  data: z.array(Name),
  vendor: z.string().optional(),
  /** False for what is plugged in only when needed, as the guideline's maintenance terminal (常時非接続). */
  alwaysConnected: z.boolean().optional(),
})
export type Asset = z.infer<typeof Asset>

/** Business process 業務 (guideline 3.1.2) and the data 想定データ that it needs. */
export const BusinessProcess = z.object({ id: Name, name: Localised, importance: Importance })
export const PlantDataKind = z.object({ id: Name, name: Localised, importance: Importance })

/** A desk 操作卓: an operator position (ISA-18.2) at which one person works several zones. A zone that no desk has is a position of its own. */
export const Desk = z.object({ id: Name, name: Localised, zones: z.array(Name).min(1).max(100) })
export type Desk = z.infer<typeof Desk>

/** States that are remembered of a plant; above it the oldest span begins with the next one. */
export const STATE_SPANS_MAX = 200

/**
 * What the plant's alarms are by design (ISA-18.2 clause 11.9, IEC 62682): known consequences that are hidden while their cause stands or while
 * the plant does something else, sensor rules whose alarms stay until somebody resets them, and desks from which several zones are worked.
 */
export const PlantAlarms = z.object({
  suppression: z.array(PlantSuppression).max(200).default([]),
  latched: z.array(z.string().min(1)).max(1_000).default([]),
  /** Absent where each zone is a position of its own, as in all plants from before there were desks. */
  positions: z.array(Desk).max(100).optional(),
})

/** A plant file (YAML) and the `plants` document. References between its parts are checked by libs/plant. */
export const Plant = z.object({
  v: z.literal(1),
  id: Name,
  name: Localised,
  /** Who the plant belongs to, as a region or a business unit: how a watch over many plants is divided. */
  group: Localised.optional(),
  timeZone: z.string().min(1),
  state: PlantState,
  /** Who changed the state last; absent while it is the plant file's. */
  stateChange: z.object({ at: EpochMs, by: z.string(), reason: z.string() }).optional(),
  /** What it did since when, oldest first; absent while it is the plant file's. Alarms are judged by it, by event time. */
  stateSpans: z
    .array(z.object({ from: EpochMs, state: PlantState }))
    .max(STATE_SPANS_MAX)
    .optional(),
  alarms: PlantAlarms.optional(),
  /** When its desks changed; absent while they are as they were when it was loaded. Alerts received before may lie under other keys. */
  desksSince: EpochMs.optional(),
  networks: z.array(Network).min(1),
  zones: z.array(Zone).min(1),
  conduits: z.array(Conduit),
  assets: z.array(Asset),
  processes: z.array(BusinessProcess),
  data: z.array(PlantDataKind),
})
export type Plant = z.infer<typeof Plant>
