import { z } from 'zod'
import { TimelineEntry } from '../topics/timeline.v1.js'
import { Comment } from '../rest/comments.js'
import { IncidentRow } from '../rest/console.js'
import { PlantSummary } from '../rest/fleet.js'

/** The room of all plants, for those who may read every plant: what each `plant:<id>` is told, in one place. */
export const FLEET_ROOM = 'fleet'

/** `plant:<id>`: its rows of the incident list and its summary; `incident:<id>`: one incident's page. Joining asks the same policy as REST. */
export const Room = z.string().regex(/^(fleet|(plant|incident):.+)$/)

/** What a client can be told. `incident.row` and `incident.page` say what changed to which version; the client fetches the page over REST. */
export const LiveEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('incident.row'), row: IncidentRow }),
  z.object({
    event: z.literal('incident.page'),
    incident: z.string(),
    incidentVersion: z.number().int(),
    responseVersion: z.number().int(),
  }),
  z.object({ event: z.literal('timeline.added'), entry: TimelineEntry }),
  z.object({ event: z.literal('comment.added'), comment: Comment }),
  z.object({ event: z.literal('plant.summary'), summary: PlantSummary }),
])
export type LiveEvent = z.infer<typeof LiveEvent>

/** Sent as Socket.IO event `live`, at most one per room at a time, with a rest behind it. A gap in `seq` tells the client to catch up over REST. */
export const LiveBatch = z.object({ room: z.string(), seq: z.number().int(), events: z.array(LiveEvent) })
export type LiveBatch = z.infer<typeof LiveBatch>

/** Client → server, Socket.IO events `join` and `leave` with a room name; the acknowledgement. */
export const JoinAnswer = z.union([
  z.object({ ok: z.literal(true), seq: z.number().int() }),
  z.object({ ok: z.literal(false), code: z.string() }),
])
export type JoinAnswer = z.infer<typeof JoinAnswer>
