import { Inject, Injectable } from '@nestjs/common'
import {
  EVIDENCE_PEOPLE_MAX,
  Measurement,
  Refused,
  zoneId,
  type Evidence,
  type Incident,
  type Session,
  type User,
} from '@genba/contracts'
import { Clock, Kafka, LOG, Mongo, type Log, type Stored } from '@genba/platform'
import { Summary } from './summarise.js'

/** How long before the first alert matters. */
const BEFORE_MS = 600_000
/** Nobody waits longer for one zone's values; what is unread then is told. */
const READ_MS = 5_000
const VALUES_MAX = 20_000
const ZONES_MAX = 5

/** Observe (guideline 3.3(1)A): measured and set values around the time, what was changed, and who was signed in. */
@Injectable()
export class LookAround {
  constructor(
    private readonly kafka: Kafka,
    private readonly mongo: Mongo,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async execute(incident: Incident): Promise<Evidence> {
    const [from, until] = [Math.max(0, incident.openedAt - BEFORE_MS), this.clock.now()]
    const summary = new Summary()
    const unread: string[] = incident.zones.slice(ZONES_MAX)
    for (const zone of incident.zones.slice(0, ZONES_MAX))
      if (!(await this.read(incident.plant, zone, { from, until }, summary))) unread.push(zone)
    const people = await this.signedIn(incident.plant, from, until)
    const { evicted, ...seen } = summary.result()
    return {
      ...{ from, until, ...seen, unread },
      signedIn: people.slice(0, EVIDENCE_PEOPLE_MAX),
      evicted: { ...evicted, signedIn: Math.max(0, people.length - EVIDENCE_PEOPLE_MAX) },
    }
  }

  /** Whether the zone's values were read to the end. */
  private async read(
    plant: string,
    zone: string,
    span: { from: number; until: number },
    summary: Summary,
  ): Promise<boolean> {
    let values = 0
    try {
      const end = await this.kafka.scan({
        topic: 'measurement.v1',
        key: zoneId(plant, zone),
        ...span,
        timeMs: READ_MS,
        onValue: (value) => {
          const read = Measurement.safeParse(JSON.parse(value.toString()))
          if (read.success && read.data.at >= span.from && read.data.at <= span.until) summary.take(read.data)
          return ++values < VALUES_MAX
        },
      })
      return end === 'end'
    } catch (cause) {
      this.log.warn({ err: cause, plant, zone }, 'could not read measurements')
      throw new Refused('ENGINE_AWAY', { zone }, { cause })
    }
  }

  private async signedIn(plant: string, from: number, until: number): Promise<Evidence['signedIn']> {
    const sessions = await this.mongo
      .collection<Session>('sessions')
      .find({ createdAt: { $lte: until }, expiresAt: { $gte: from } } as never)
      .lean<Session[]>()
    const names = [...new Set(sessions.map(({ user }) => user))]
    const users = await this.mongo
      .collection<User>('users')
      .find({ _id: { $in: names } } as never)
      .select(['grants'])
      .lean<Stored<User>[]>()
    const isHere = ({ grants }: User) => grants.some(({ plants }) => plants === '*' || plants.includes(plant))
    return users.filter(isHere).map(({ _id }) => {
      const since = sessions.filter(({ user }) => user === _id).map(({ createdAt }) => createdAt)
      return { user: _id, since: Math.min(...since) }
    })
  }
}
