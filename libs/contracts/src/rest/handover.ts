import { z } from 'zod'
import { Role } from '../access.js'
import { Hold } from '../documents/hold.js'
import { AlarmCover, MaintenanceWindow } from '../documents/shelf.js'
import { EpochMs, Localised, PlantState } from '../words.js'
import { IncidentRow } from './console.js'
import { VendorPromise } from './promises.js'

/** A temporary measure that stands: what ends it, when and by whom. */
export const HandoverHold = Hold.pick({
  id: true,
  title: true,
  connector: true,
  roles: true,
  until: true,
  state: true,
}).extend({
  incident: z.string(),
  undo: Hold.shape.undo.pick({ by: true, text: true }),
})
export type HandoverHold = z.infer<typeof HandoverHold>

/** What one shift leaves to the next, as it was at one moment. */
export const HandoverSheet = z.object({
  at: EpochMs,
  state: PlantState,
  incidents: z.array(IncidentRow),
  approvals: z.array(
    z.object({ incident: z.string(), id: z.string(), title: Localised, roles: z.array(Role), dueAt: EpochMs }),
  ),
  /** What people have shelved or taken out of service; empty on sheets that were signed before this was there. */
  shelves: z.array(AlarmCover).default([]),
  /** Work that goes on or is planned; empty as above. */
  maintenance: z.array(MaintenanceWindow).default([]),
  /** Temporary measures with their end; empty as above. */
  holds: z.array(HandoverHold).default([]),
  /** What vendors promised and have not kept yet; empty as above. */
  promises: z.array(VendorPromise).default([]),
})
export type HandoverSheet = z.infer<typeof HandoverSheet>

const Signature = z.object({ user: z.string(), at: EpochMs, note: z.string() })

/**
 * The `handovers` document: the sheet that one shift leader signed and the other took over. Written by the gateway.
 * `replaced`: the outgoing leader signed a newer sheet before somebody took this one.
 */
export const Handover = z.object({
  v: z.literal(1),
  id: z.string(),
  version: z.number().int(),
  plant: z.string(),
  state: z.enum(['offered', 'taken', 'replaced']),
  sheet: HandoverSheet,
  offered: Signature,
  taken: Signature.optional(),
})
export type Handover = z.infer<typeof Handover>

/** The sheet as it is now, and what was signed before, the newest first. */
export const HandoverPage = z.object({ now: HandoverSheet, signed: z.array(Handover) })
export type HandoverPage = z.infer<typeof HandoverPage>

/** What the next shift must know that no list says; may be empty. */
export const HandoverNote = z.strictObject({ note: z.string().trim().max(4000) })
export type HandoverNote = z.infer<typeof HandoverNote>
