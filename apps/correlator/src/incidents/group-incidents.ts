import { Injectable } from '@nestjs/common'
import { Refused, type Incident, type IncidentOperation, type IncidentLifecycle, type Signal } from '@genba/contracts'
import { hold, operate, regroup, type Grouping } from '@genba/correlation'
import { Metrics } from '@genba/platform'
import { GroupingStore } from './grouping.store.js'
import { IncidentStore } from './incident.store.js'
import { PlantIncidents } from './plant-incidents.js'
import { Plants } from './plants.js'

/** One process writes a plant's incidents; only while a partition changes hands can another have been first. */
const ATTEMPTS_MAX = 10

/** A message with its place in its topic. */
export type At<T> = { value: T; order: number }

/**
 * Brings signals, and what people did, into the incidents of one plant. What incidents follow from is written first and each incident that
 * changed once, however many signals it got; after a crash anywhere the same messages come again and what is missing is written.
 */
@Injectable()
export class GroupIncidents {
  private readonly written
  private readonly operations

  constructor(
    private readonly store: IncidentStore,
    private readonly groupings: GroupingStore,
    private readonly known: PlantIncidents,
    private readonly plants: Plants,
    metrics: Metrics,
  ) {
    this.written = metrics.counter('correlator_incidents_total', 'Incidents by what was done with them', ['as'])
    this.operations = metrics.counter('correlator_operations_total', 'What people asked of incidents', ['kind', 'as'])
  }

  /** By plant. What came is written for all of them together: the database puts each request on the disk by itself. */
  async takeSignals(byPlant: ReadonlyMap<string, readonly At<Signal>[]>): Promise<void> {
    const plants = await Promise.all(
      [...byPlant].map(async ([plant, signals]) => {
        const since = Math.min(...signals.map(({ value }) => value.firstAt))
        return { plant, signals, since, grouping: await this.known.of(plant, since) }
      }),
    )
    // Held in one go once all are read: were one held and another not to be read, memory would be ahead of the database unseen.
    const held = plants.flatMap(({ grouping, signals }) => holdAll(grouping, signals))
    try {
      await this.groupings.putSignals(held)
    } catch (error) {
      for (const { plant } of plants) this.known.forget(plant)
      throw error
    }
    await Promise.all(plants.map(({ plant, since }) => this.untilWritten(plant, since)))
  }

  async takeLifecycle({ value, order }: At<IncidentLifecycle>): Promise<void> {
    const asked = [value.incident, ...(value.to === 'merged' ? [value.other] : [])]
    const incidents = (await Promise.all(asked.map((id) => this.store.get(id)))).flatMap((found) => found ?? [])
    const openedAt = Math.min(value.at, ...incidents.map((incident) => incident.openedAt))
    await this.untilWritten(value.plant, openedAt, async (grouping) => {
      for (const incident of incidents)
        if (!grouping.incidents.has(incident.id)) grouping.incidents.set(incident.id, incident)
      const operation = operate(grouping, value, order, this.plants.factsOf(value.plant))
      if (!operation) return
      await this.groupings.putOperation(operation)
      this.operations.inc({ kind: operation.kind, as: operation.refused ?? 'done' })
    })
  }

  private async untilWritten(
    plant: string,
    since: number,
    take?: (grouping: Grouping) => Promise<void>,
  ): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      const grouping = await this.known.of(plant, since)
      try {
        await take?.(grouping)
        if (await this.write(grouping)) return
      } catch (error) {
        // What is in memory is ahead of the database: it is read again.
        this.known.forget(plant)
        throw error
      }
    }
    throw new Error(`incidents of plant ${plant}: overtaken ${ATTEMPTS_MAX} times`)
  }

  private async write(grouping: Grouping): Promise<boolean> {
    const changed = regroup(grouping, this.plants.factsOf(grouping.plant))
    // What took others in is written before those that were taken in: a crash between the two leaves nothing in none.
    for (const isOpen of [true, false]) {
      const its = changed.filter(({ state }) => (state === 'open') === isOpen)
      const written = await Promise.all(its.map((incident) => this.put(grouping, incident)))
      if (written.includes(false)) return false
    }
    return true
  }

  private async put(grouping: Grouping, incident: Incident): Promise<boolean> {
    const before = grouping.incidents.get(incident.id)
    try {
      const stored = await this.store.put(incident, newOperations(grouping, before, incident))
      if (stored) {
        grouping.incidents.set(stored.id, stored)
        this.written.inc({ as: stored.version === 1 ? 'opened' : stored.state === before?.state ? 'grown' : stored.state }) // prettier-ignore
        return true
      }
      // The id is taken by an incident that was not among those read, because it is over for long.
      const taken = await this.store.get(incident.id)
      if (taken) grouping.incidents.set(taken.id, taken)
      return false
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'CHANGED_MEANWHILE') throw error
      this.known.forget(grouping.plant)
      return false
    }
  }
}

/** Of each signal that is news its newest state. */
function holdAll(grouping: Grouping, signals: readonly At<Signal>[]): { signal: Signal; order: number }[] {
  const news = new Set<string>()
  for (const { value, order } of signals) if (hold(grouping, value, order)) news.add(value.id)
  return [...news].flatMap((id) => grouping.signals.get(id) ?? [])
}

/** What was asked of this incident since it was last written: its audit entries ride in the same write. */
function newOperations(grouping: Grouping, before: Incident | undefined, incident: Incident): IncidentOperation[] {
  const known = new Set(before?.operations?.map(({ id }) => id))
  const isAsked = (id: string) => grouping.operations.get(id)?.incident === incident.id
  return (incident.operations ?? []).filter(({ id }) => !known.has(id) && isAsked(id))
}
