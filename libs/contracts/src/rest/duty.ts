import { z } from 'zod'
import { Role } from '../access.js'
import { ConnectorView } from '../documents/connector.js'
import { Roster } from '../documents/roster.js'
import { Localised, PlantState } from '../words.js'
import { PersonWho } from './approvals.js'

export const PlantStateInput = z.strictObject({ state: PlantState, reason: z.string().trim().min(1).max(2000) })
export type PlantStateInput = z.infer<typeof PlantStateInput>

/** The roster with the people who can be in it and who is on call now. `version` 0: nobody has written one yet. */
export const RosterPage = z.object({
  roster: Roster,
  people: z.array(z.object({ user: z.string(), name: Localised, roles: z.array(Role) })),
  now: z.array(PersonWho),
})
export type RosterPage = z.infer<typeof RosterPage>

/** `version` is the one that was read: refused when somebody else was faster. */
export const RosterInput = z.strictObject({
  version: Roster.shape.version,
  duties: Roster.shape.duties,
  deputies: Roster.shape.deputies,
})
export type RosterInput = z.infer<typeof RosterInput>

export const ConnectorList = z.object({ connectors: z.array(ConnectorView) })
export type ConnectorList = z.infer<typeof ConnectorList>

/** A test reaches the system outside only when `simulated` is false. */
export const ConnectorTestInput = z.strictObject({ simulated: z.boolean() })
export type ConnectorTestInput = z.infer<typeof ConnectorTestInput>
