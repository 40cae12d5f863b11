import { Injectable } from '@nestjs/common'
import { Refused, type Incident, type Signal } from '@genba/contracts'
import { absorb } from '@genba/correlation'
import { Metrics } from '@genba/platform'
import { IncidentStore } from './incident.store.js'
import { PlantIncidents } from './plant-incidents.js'
import { Plants } from './plants.js'

/** One process writes a plant's incidents; only while a partition changes hands can another have been first. */
const ATTEMPTS_MAX = 10

/** Brings signals of one plant into its incidents: each incident that changed is written once. */
@Injectable()
export class AbsorbSignals {
  private readonly incidents

  constructor(
    private readonly store: IncidentStore,
    private readonly known: PlantIncidents,
    private readonly plants: Plants,
    metrics: Metrics,
  ) {
    this.incidents = metrics.counter('correlator_incidents_total', 'Incidents by what was done with them', ['as'])
  }

  async execute(plant: string, signals: readonly Signal[]): Promise<void> {
    const newest = newestOf(signals)
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) if (await this.attempt(plant, newest)) return
    throw new Error(`incidents of plant ${plant}: overtaken ${ATTEMPTS_MAX} times`)
  }

  private async attempt(plant: string, signals: readonly Signal[]): Promise<boolean> {
    const firstAt = Math.min(...signals.map((signal) => signal.firstAt))
    const byId = new Map((await this.known.of(plant, firstAt)).map((incident) => [incident.id, incident]))
    const changed = new Set<string>()
    for (const signal of signals) {
      const absorbed = absorb([...byId.values()], signal, this.plants.factsOf(plant))
      if (!absorbed) continue
      byId.set(absorbed.incident.id, absorbed.incident)
      changed.add(absorbed.incident.id)
    }
    for (const id of changed) if (!(await this.put(byId.get(id) as Incident))) return false
    return true
  }

  private async put(incident: Incident): Promise<boolean> {
    try {
      const stored = await this.store.put(incident)
      if (stored) {
        this.known.put(stored)
        this.incidents.inc({ as: stored.version === 1 ? 'opened' : 'grown' })
        return true
      }
      await this.learn(incident)
      return false
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'CHANGED_MEANWHILE') throw error
      this.known.forget(incident.plant)
      return false
    }
  }

  /** The id is taken by an incident that was not among those read, because it is closed for long. */
  private async learn({ id, plant, openedAt }: Incident): Promise<void> {
    this.known.forget(plant)
    const taken = await this.store.get(id)
    await this.known.of(plant, openedAt)
    if (taken) this.known.put(taken)
  }
}

/** The newest revision of each signal, in the order in which the signals were first told. */
function newestOf(signals: readonly Signal[]): Signal[] {
  const newest = new Map<string, Signal>()
  for (const signal of signals)
    if (signal.revision >= (newest.get(signal.id)?.revision ?? 0)) newest.set(signal.id, signal)
  return [...newest.values()]
}
