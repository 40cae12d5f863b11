import type { Alert, Signal } from '@genba/contracts'
import { correlate } from '../zones/correlate.js'
import { drainSignals } from '../zones/drain.js'
import type { PartitionState } from '../zones/state.js'

export const START = Date.parse('2026-05-18T07:00:00Z')

let made = 0
/** An ordinary alert but for `differs`; `at` in milliseconds, or `mm:ss` after START. */
export function alert({ at, ...differs }: Omit<Partial<Alert>, 'at'> & { at: number | string }): Alert {
  const [minutes = '0', seconds = '0'] = String(at).split(':')
  const when = typeof at === 'number' ? at : START + (Number(minutes) * 60 + Number(seconds)) * 1000
  return {
    v: 1,
    id: `a-${made++}`,
    source: 'test',
    sensor: 'ids-1',
    plant: 'p',
    zone: 'z',
    at: when,
    receivedAt: when,
    clock: 'source',
    kind: 'network',
    rule: 'test:1',
    name: 'something',
    severity: 20,
    fields: {},
    ...differs,
  }
}

export function feed(state: PartitionState, alerts: readonly Alert[]): PartitionState {
  alerts.forEach((each, offset) => correlate(state, each, offset))
  return state
}

/** The newest revision of each signal. */
export function newest(told: readonly Signal[]): Map<string, Signal> {
  const byId = new Map<string, Signal>()
  for (const signal of told) if ((byId.get(signal.id)?.revision ?? -1) < signal.revision) byId.set(signal.id, signal)
  return byId
}

export const firedBy = (state: PartitionState): string[] => drainSignals(state, 'all').map((signal) => signal.rule.id)
