import { Injectable } from '@nestjs/common'
import { PackedAlert, type Alert, type StandingAlarm } from '@genba/contracts'
import { readAlertMessage } from '@genba/platform'
import { TopicPages } from './topic-pages.js'

/** The alerts that an alarm names as its samples, a handful; those that alert.v1 does not have any more are left out. */
@Injectable()
export class ReadSamples {
  constructor(private readonly pages: TopicPages) {}

  /** Throws Refused ENGINE_AWAY when Kafka does not answer. */
  async read({ samples }: Pick<StandingAlarm, 'samples'>): Promise<Alert[]> {
    const places = samples.map(placeOf)
    const found = await this.pages.at({ topic: 'alert.v1', places, read: readAlertMessage })
    return found.flatMap((alerts, n) => {
      const alert = alerts[places[n]?.index ?? 0]
      return alert === undefined ? [] : [alert instanceof PackedAlert ? alert.whole() : alert]
    })
  }
}

/** `partition:offset`, of one in a pack `partition:offset:index`. */
function placeOf(sample: string): { partition: number; offset: number; index: number } {
  const [partition = -1, offset = -1, index = 0] = sample.split(':').map(Number)
  return { partition, offset, index }
}
