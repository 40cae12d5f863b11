import { z } from 'zod'

/** Roles of the design. A person holds a role for some plants or for all. */
export const Role = z.enum(['soc-analyst', 'shift-leader', 'plant-engineer', 'vendor', 'auditor', 'administrator'])
export type Role = z.infer<typeof Role>

export const Permission = z.enum([
  'plant.read',
  'incident.read',
  'incident.close',
  'incident.regroup',
  'incident.comment',
  'response.read',
  'approval.decide',
  'step.retry',
  'handover.sign',
  'playbook.try',
  'playbook.write',
  'rule.read',
  'rule.try',
  'alarm.read',
  'alarm.operate',
  'maintenance.plan',
  'approval.break-glass',
  'approval.review',
  'hold.change',
  'promise.note',
  'plant.state',
  'roster.write',
  'connector.read',
  'connector.test',
  'user.read',
  'user.write',
  'source.read',
  'source.write',
  'audit.read',
])
export type Permission = z.infer<typeof Permission>

/** Deny unless granted: who may do what on the plants that their grant names. Server and buttons ask this one table. */
export const CAN = {
  'plant.read': ['soc-analyst', 'shift-leader', 'plant-engineer', 'auditor', 'administrator'],
  'incident.read': ['soc-analyst', 'shift-leader', 'plant-engineer', 'auditor', 'administrator'],
  'incident.close': ['soc-analyst', 'shift-leader'],
  'incident.regroup': ['soc-analyst', 'shift-leader'],
  'incident.comment': ['soc-analyst', 'shift-leader', 'plant-engineer'],
  'response.read': ['soc-analyst', 'shift-leader', 'plant-engineer', 'auditor', 'administrator'],
  'approval.decide': ['soc-analyst', 'shift-leader', 'plant-engineer'],
  'step.retry': ['soc-analyst', 'shift-leader'],
  'handover.sign': ['shift-leader'],
  'playbook.try': ['soc-analyst', 'shift-leader', 'plant-engineer'],
  // Signed content for all plants: neither whoever runs one plant nor whoever keeps the keys.
  'playbook.write': ['soc-analyst'],
  'rule.read': ['soc-analyst', 'shift-leader', 'plant-engineer', 'auditor', 'administrator'],
  'rule.try': ['soc-analyst', 'plant-engineer'],
  'alarm.read': ['soc-analyst', 'shift-leader', 'plant-engineer', 'auditor', 'administrator'],
  'alarm.operate': ['soc-analyst', 'shift-leader', 'plant-engineer'],
  'maintenance.plan': ['plant-engineer', 'shift-leader'],
  'approval.break-glass': ['shift-leader', 'plant-engineer'],
  'approval.review': ['soc-analyst', 'shift-leader', 'plant-engineer'],
  'hold.change': ['soc-analyst', 'shift-leader', 'plant-engineer'],
  'promise.note': ['soc-analyst', 'shift-leader', 'plant-engineer'],
  'plant.state': ['shift-leader', 'plant-engineer'],
  'roster.write': ['shift-leader', 'plant-engineer'],
  'connector.read': ['auditor', 'administrator'],
  'connector.test': ['administrator'],
  'user.read': ['administrator', 'auditor'],
  'user.write': ['administrator'],
  'source.read': ['administrator', 'auditor'],
  'source.write': ['administrator'],
  'audit.read': ['administrator', 'auditor'],
} as const satisfies Record<Permission, readonly Role[]>

export const Grant = z.object({ role: Role, plants: z.union([z.literal('*'), z.array(z.string())]) })
export type Grant = z.infer<typeof Grant>

/** Who does something. `app` is Genba itself. */
export const Actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), user: z.string(), grants: z.array(Grant) }),
  z.object({ kind: z.literal('app'), app: z.string() }),
])
export type Actor = z.infer<typeof Actor>

/** True when a grant of the actor gives the permission on that plant; `plant` undefined asks "on any plant". */
export function may(actor: Actor, permission: Permission, plant?: string): boolean {
  if (actor.kind === 'app') return true
  return actor.grants.some(
    (grant) =>
      (CAN[permission] as readonly Role[]).includes(grant.role) &&
      (grant.plants === '*' || (plant === undefined ? grant.plants.length > 0 : grant.plants.includes(plant))),
  )
}

/** The plants on which the actor has the permission, or `*`. */
export function plantsOf(actor: Actor, permission: Permission): '*' | string[] {
  if (actor.kind === 'app') return '*'
  const grants = actor.grants.filter((grant) => (CAN[permission] as readonly Role[]).includes(grant.role))
  return grants.some((grant) => grant.plants === '*') ? '*' : [...new Set(grants.flatMap((grant) => [...grant.plants]))]
}

/** True when the actor has the permission on all plants: asked for what belongs to none, such as people and the audit trail. */
export const mayEverywhere = (actor: Actor, permission: Permission): boolean => plantsOf(actor, permission) === '*'

/** The actor's roles on one plant. */
export function rolesOn(actor: Actor, plant: string): Role[] {
  if (actor.kind === 'app') return []
  return [
    ...new Set(
      actor.grants.filter((grant) => grant.plants === '*' || grant.plants.includes(plant)).map((grant) => grant.role),
    ),
  ]
}
