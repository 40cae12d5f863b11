import { UNPLACED, type Desk, type Plant } from '@genba/contracts'
import { addressKey } from './address.js'
import type { PlantFault } from './read-plant.js'

/**
 * Every name that a plant file uses must exist in it, no id and no address may be claimed twice (guideline 3.1.4–3.1.6).
 * An asset's address outside its zone's networks is allowed: plants grow faster than their address plans.
 */
export function checkReferences(plant: Plant): PlantFault[] {
  const ids = (list: readonly { id: string }[]) => new Set(list.map((each) => each.id))
  const [networks, zones, processes, data] = [
    ids(plant.networks),
    ids(plant.zones),
    ids(plant.processes),
    ids(plant.data),
  ]
  const known = (set: Set<string>, noun: string, id: string, ...path: PlantFault['path']): PlantFault[] =>
    set.has(id)
      ? []
      : [{ path, message: `${path.join('.')}: no ${noun} "${id}"; known: ${[...set].join(', ') || 'none'}` }]

  const desks = plant.alarms?.positions ?? []

  return [
    ...(['networks', 'zones', 'conduits', 'assets', 'processes', 'data'] as const).flatMap((list) =>
      repeatedIds(list, plant[list]),
    ),
    ...plant.zones.flatMap((zone, n) => [
      ...known(networks, 'network', zone.network, 'zones', n, 'network'),
      ...(zone.id === UNPLACED
        ? [
            {
              path: ['zones', n, 'id'],
              message: `zones.${n}.id: "${UNPLACED}" is kept for alerts that nobody can place; choose another id`,
            },
          ]
        : []),
    ]),
    ...plant.conduits.flatMap((conduit, n) => [
      ...known(zones, 'zone', conduit.from, 'conduits', n, 'from'),
      ...known(zones, 'zone', conduit.to, 'conduits', n, 'to'),
      ...(conduit.from === conduit.to
        ? [
            {
              path: ['conduits', n, 'to'],
              message: `conduits.${n}: a conduit joins two zones, but from and to are both "${conduit.to}"`,
            },
          ]
        : []),
    ]),
    ...plant.assets.flatMap((asset, n) => [
      ...known(zones, 'zone', asset.zone, 'assets', n, 'zone'),
      ...asset.processes.flatMap((id, p) => known(processes, 'business process', id, 'assets', n, 'processes', p)),
      ...asset.data.flatMap((id, d) => known(data, 'data', id, 'assets', n, 'data', d)),
    ]),
    ...(plant.alarms?.suppression ?? []).flatMap((rule, n) =>
      rule.zones === '*'
        ? []
        : rule.zones.flatMap((zone, z) => known(zones, 'zone', zone, 'alarms', 'suppression', n, 'zones', z)),
    ),
    ...repeatedIds('alarms.suppression', plant.alarms?.suppression ?? []),
    ...desks.flatMap((desk, n) =>
      desk.zones.flatMap((zone, z) => known(zones, 'zone', zone, 'alarms', 'positions', n, 'zones', z)),
    ),
    ...repeatedIds('alarms.positions', desks),
    ...sharedZones(desks),
    ...repeatedAddresses('zones', plant.zones),
    ...repeatedAddresses('assets', plant.assets),
  ]
}

function repeatedIds(list: string, entries: readonly { id: string }[]): PlantFault[] {
  const seen = new Set<string>()
  return entries.flatMap(({ id }, n) => {
    const isFirst = !seen.has(id)
    seen.add(id)
    if (isFirst) return []
    return [
      {
        path: [...list.split('.'), n, 'id'],
        message: `${list}.${n}.id: "${id}" is used twice; give one of them another id`,
      },
    ]
  })
}

/** A zone is worked from one desk: its alarms are presented once. */
function sharedZones(desks: readonly Desk[]): PlantFault[] {
  const owner = new Map<string, string>()
  return desks.flatMap(({ id, zones }, n) =>
    zones.flatMap((zone, z) => {
      const other = owner.get(zone)
      owner.set(zone, other ?? id)
      if (other === undefined) return []
      const path = ['alarms', 'positions', n, 'zones', z]
      const who = other === id ? `named twice at "${id}"` : `at "${other}" and "${id}"`
      return [{ path, message: `${path.join('.')}: zone "${zone}" is ${who}; keep it at one desk, once` }]
    }),
  )
}

function repeatedAddresses(
  list: string,
  entries: readonly { id: string; addresses: readonly string[] }[],
): PlantFault[] {
  const owner = new Map<string, string>()
  return entries.flatMap(({ id, addresses }, n) =>
    addresses.flatMap((address, a) => {
      const path = [list, n, 'addresses', a]
      const key = addressKey(address)
      if (key === undefined)
        return [{ path, message: `${path.join('.')}: "${address}" is no address, network or MAC address` }]
      const other = owner.get(key)
      owner.set(key, other ?? id)
      if (other === undefined) return []
      return [
        { path, message: `${path.join('.')}: ${address} is claimed by "${other}" and "${id}"; keep it at one of them` },
      ]
    }),
  )
}
