import { Injectable } from '@nestjs/common'
import {
  isLatched,
  isUnacknowledged,
  Refused,
  type AcknowledgeInput,
  type AlarmLifecycle,
  type Taken,
} from '@genba/contracts'
import { Access, AuditChain, Clock, Kafka } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { AlarmsNow } from './alarms-now.js'

const ACTS = {
  acknowledge: { to: 'acknowledged', isOpen: isUnacknowledged },
  reset: { to: 'reset', isOpen: isLatched },
} as const

@Injectable()
export class AcknowledgeAlarm {
  constructor(
    private readonly alarms: AlarmsNow,
    private readonly audit: AuditChain,
    private readonly kafka: Kafka,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /**
   * Acknowledges an alarm, or resets one that is latched. Of the same annunciation it is one wish, whoever sends it how often. Throws Refused
   * ALREADY_DECIDED when nothing waits for it.
   */
  async execute(
    actor: Person,
    plant: string,
    { alarm: id, note }: AcknowledgeInput,
    act: keyof typeof ACTS = 'acknowledge',
  ): Promise<Taken> {
    this.access.require(actor, 'alarm.operate', plant)
    const alarm = await this.alarms.get(id)
    if (!alarm || alarm.plant !== plant) throw new Refused('NOT_FOUND', { alarm: id })
    const { to, isOpen } = ACTS[act]
    if (!isOpen(alarm.state)) throw new Refused('ALREADY_DECIDED', { alarm: id })
    const { user } = actor
    const at = this.clock.now()
    const wish = `${id}~${act}~${alarm.state.since}`
    const detail = { plant, ...(note ? { note } : {}) }
    await this.audit.append(wish, { at, by: user, action: `alarm.${act}`, subject: id, detail })
    const value: AlarmLifecycle = { v: 1, id: wish, plant, by: user, at, reason: note, to, alarm: id }
    await this.kafka.send('lifecycle.v1', [{ key: plant, value }])
    return { id: wish }
  }
}
