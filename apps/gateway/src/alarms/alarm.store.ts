import { Injectable } from '@nestjs/common'
import {
  AlarmPosition,
  AlarmState,
  StandingAlarm,
  UNACKNOWLEDGED_STATES,
  type AlarmQuery,
  type AlarmShown,
} from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'

const STATES: Record<AlarmShown | 'hidden', readonly AlarmState['at'][]> = {
  present: [...UNACKNOWLEDGED_STATES, 'acknowledged', 'latchedAcknowledged'],
  unacknowledged: UNACKNOWLEDGED_STATES,
  shelved: ['shelved'],
  suppressed: ['suppressedByDesign'],
  outOfService: ['outOfService'],
  hidden: ['shelved', 'suppressedByDesign', 'outOfService'],
  all: AlarmState.options.map(({ shape }) => shape.at.value),
}
/** What the performance figures are made of. */
const MEASURED = { id: 1, name: 1, annunciations: 1, fleeting: 1, age: 1, rhythm: 1, state: 1 } as const
export type MeasuredAlarm = Pick<StandingAlarm, keyof typeof MEASURED>

/** The correlator's `alarms` and `positions`, read only. */
@Injectable()
export class AlarmStore {
  constructor(private readonly mongo: Mongo) {}

  async get(id: string): Promise<StandingAlarm | undefined> {
    const found = await this.alarms().findById(id).lean<Stored<StandingAlarm> | null>()
    return found ? StandingAlarm.parse(found) : undefined
  }

  /**
   * Newest first; one more than a page means that there is a next one. `instead` stands in the place of the documents of the same ids, in
   * what is looked for too.
   */
  async list(plant: string, query: Listing, instead: readonly StandingAlarm[] = []): Promise<StandingAlarm[]> {
    const { shown, zone, asset, rule, rhythm, age, drill, after, limit } = query
    const also = [
      ...(after ? [behind(after)] : []),
      ...(instead.length > 0 ? [shownInstead(STATES[shown], instead)] : []),
    ]
    const found = await this.alarms()
      .find({
        plant,
        ...(instead.length === 0 ? { 'state.at': { $in: STATES[shown] } } : {}),
        drill: drill ?? { $exists: false },
        ...(zone ? { zone } : {}),
        ...(asset ? { asset } : {}),
        ...(rule ? { rule } : {}),
        ...(rhythm ? { rhythm } : {}),
        ...(age ? { age } : {}),
        ...(also.length > 0 ? { $and: also } : {}),
      } as never)
      .sort({ lastAt: -1, _id: 1 })
      .limit(limit + 1)
      .lean<Stored<StandingAlarm>[]>()
    const byId = new Map(instead.map((alarm) => [alarm.id, alarm]))
    return found.map((one) => byId.get(one._id) ?? StandingAlarm.parse(one))
  }

  /** Of real alarms. */
  async listMeasured(plant: string, zones: readonly string[] | undefined, limit: number): Promise<MeasuredAlarm[]> {
    return this.alarms()
      .find({
        plant,
        'state.at': { $in: STATES.all },
        drill: { $exists: false },
        ...(zones ? { zone: { $in: zones } } : {}),
      } as never)
      .select(MEASURED)
      .limit(limit)
      .lean<MeasuredAlarm[]>()
  }

  /** Of real alarms, by name; also of positions at which nobody works any more. */
  async positions(plant: string): Promise<AlarmPosition[]> {
    const found = await this.mongo
      .collection<AlarmPosition>('positions')
      .find({ plant, drill: { $exists: false } } as never)
      .sort({ _id: 1 })
      .lean<Stored<AlarmPosition>[]>()
    return found.map((one) => AlarmPosition.parse(one))
  }

  private alarms = () => this.mongo.collection<StandingAlarm>('alarms')
}

export const cursorOf = ({ lastAt, id }: StandingAlarm): string => `${lastAt}~${id}`

type Listing = Omit<AlarmQuery, 'shown'> & { shown: AlarmShown | 'hidden' }

function shownInstead(states: readonly string[], instead: readonly StandingAlarm[]): Record<string, unknown> {
  const ids = (all: readonly StandingAlarm[]) => all.map(({ id }) => id)
  const fitting = instead.filter(({ state }) => states.includes(state.at))
  return { $or: [{ 'state.at': { $in: states }, _id: { $nin: ids(instead) } }, { _id: { $in: ids(fitting) } }] }
}

function behind(cursor: string): Record<string, unknown> {
  const cut = cursor.indexOf('~')
  const lastAt = Number(cursor.slice(0, cut))
  return { $or: [{ lastAt: { $lt: lastAt } }, { lastAt, _id: { $gt: cursor.slice(cut + 1) } }] }
}
