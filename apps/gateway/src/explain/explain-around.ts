import { Inject, Injectable } from '@nestjs/common'
import { Refused, zonesBeside, type AlarmCover, type Alert, type Explanation, type Incident } from '@genba/contracts'
import { DEFAULT_JOIN, DEFAULT_SETTINGS, designOf, explain, type RulePack } from '@genba/correlation'
import type { FollowedFiles } from '@genba/platform'
import { CoverStore } from '../alarms/cover.store.js'
import type { GatewayConfig } from '../config.js'
import { IncidentStore } from '../incidents/incident.store.js'
import { Plants } from '../plants/plants.js'
import { GATEWAY_CONFIG, RULES } from '../tokens.js'
import { ReadAlerts, type Around, type Place } from './read-alerts.js'

/** What is judged when final is judged at the next of the zone's sweeps. */
const SWEEP_MS = 60_000
/** Incidents of the plant that an alert is compared with. */
const INCIDENTS_MAX = 20

type Question = {
  plant: string
  /** Where it may be; the first that has it answers. */
  zones: readonly string[]
  id: string
  incident?: Incident
  /** The alert, when the incident keeps it. */
  sample?: Alert | undefined
  receivedAt?: number | undefined
}

/** Gathers what an explanation needs; asked by the use-cases, which decide who may know. */
@Injectable()
export class ExplainAround {
  private readonly settings

  constructor(
    private readonly read: ReadAlerts,
    private readonly covers: CoverStore,
    private readonly incidents: IncidentStore,
    private readonly plants: Plants,
    @Inject(RULES) private readonly rules: FollowedFiles<RulePack>,
    @Inject(GATEWAY_CONFIG) config: GatewayConfig,
  ) {
    this.settings = { ...DEFAULT_SETTINGS, ...DEFAULT_JOIN, latenessMs: config.LATENESS_MS }
  }

  /** What comes this long before or after an alert can share a window with it. */
  private get reachMs(): number {
    return this.rules.held.value.reachMaxMs + this.settings.latenessMs + SWEEP_MS
  }

  async execute(question: Question): Promise<Explanation> {
    const { plant, id, incident, sample } = question
    const around = await this.find(question)
    const alerts = around?.alerts ?? (sample && incident ? inOrder(incident.samples) : [])
    const alert = alerts.find((each) => each.id === id)
    if (!alert) throw new Refused('NOT_FOUND', { alert: id })
    const known = this.plants.get(plant)
    const told = explain(
      {
        pack: this.rules.held.value,
        alerts,
        incidents: await this.listAround(alert, incident),
        asked: incident?.id,
        facts: { conduits: known?.conduits ?? [] },
        design: designOf(known ? [known] : []),
        covers: await this.coversBeside(alert),
        settings: this.settings,
        isCut: around?.isCut ?? true,
        from: around ? 'topic' : 'samples',
        until: around?.until,
      },
      id,
    )
    if (!told) throw new Refused('NOT_FOUND', { alert: id })
    return told
  }

  /** Also of the other zones of its desk: an alarm that is hidden there makes no flood here. */
  private async coversBeside({ plant, zone }: Alert): Promise<AlarmCover[]> {
    const zones = zonesBeside(this.plants.get(plant), zone)
    return (await Promise.all(zones.map((each) => this.covers.listOfZone(plant, each)))).flat()
  }

  private async find(question: Question): Promise<Around | undefined> {
    const { plant, zones, id } = question
    const times = this.timesOf(question)
    for (const zone of zones) {
      const around = await this.read.execute({ plant, model: this.plants.get(plant), zone, id, ...times })
      if (around) return around
    }
    return undefined
  }

  /** Times of receipt. An alert of an incident that keeps no sample of it came after the incident began. */
  private timesOf({ sample, receivedAt = sample?.receivedAt, incident }: Question): Pick<Place, 'from' | 'until'> {
    if (receivedAt !== undefined) return { from: receivedAt - this.reachMs, until: receivedAt + this.reachMs }
    return incident ? { from: incident.openedAt - this.reachMs } : {}
  }

  private async listAround({ plant, at }: Alert, incident: Incident | undefined) {
    const span = this.settings.joinMs + this.reachMs
    const near = await this.incidents.listAround(plant, at - span, at + span, INCIDENTS_MAX)
    return incident ? [incident, ...near.filter(({ id }) => id !== incident.id)] : near
  }
}

const inOrder = (samples: readonly Alert[]): Alert[] => [...samples].sort((a, b) => a.receivedAt - b.receivedAt)
