import { describe, expect, it } from '@jest/globals'
import type { Incident } from '@genba/contracts'
import { Metrics, type Consume } from '@genba/platform'
import type { EachBatchPayload } from 'kafkajs'
import { sampleIncident } from '../testing/samples.js'
import { IncidentConsumer } from './incident.consumer.js'

const TOPIC = 'incident.v1'

/** A consumer with what it gave on: each call's incidents, and whether they may have been taken before. */
async function open() {
  const taken: { ids: string[]; isRepeat: boolean }[] = []
  let options!: Consume
  const kafka = { consume: (given: Consume) => Promise.resolve(void (options = given)) }
  const takeIncident = {
    execute: (incidents: Incident[], { isRepeat }: { isRepeat: boolean }) =>
      Promise.resolve(void taken.push({ ids: incidents.map(({ id }) => id), isRepeat })),
  }
  const consumer = new IncidentConsumer(kafka as never, takeIncident as never, new Metrics(), {} as never)
  await consumer.onApplicationBootstrap()
  const give = (partition: number, ...incidents: Incident[]) => {
    const messages = incidents.map((incident) => ({ value: Buffer.from(JSON.stringify(incident)), offset: '0' }))
    const payload = { batch: { topic: TOPIC, partition, messages }, heartbeat: () => Promise.resolve() }
    return options.onBatch(payload as unknown as EachBatchPayload, TOPIC)
  }
  return { taken, give, assign: () => options.onAssigned?.({ [TOPIC]: [0, 1] }) }
}

describe('incidents of a partition', () => {
  it('may have ended another process when they are the first after an assignment', async () => {
    const { taken, give, assign } = await open()
    const repeats = () => taken.splice(0).map(({ isRepeat }) => isRepeat)
    assign()
    await give(0, sampleIncident())
    await give(0, sampleIncident())
    await give(1, sampleIncident())
    expect(repeats()).toEqual([true, false, true])
    assign()
    await give(0, sampleIncident())
    expect(repeats()).toEqual([true])
  })

  it('are taken some at a time, each once in its newest version', async () => {
    const { taken, give } = await open()
    const many = Array.from({ length: 120 }, (_, n) => sampleIncident({ id: `i${n}` }))
    await give(0, sampleIncident({ id: 'i0', version: 1 }), ...many)
    expect(Math.max(...taken.map(({ ids }) => ids.length))).toBe(50)
    expect(taken.flatMap(({ ids }) => ids).sort()).toEqual(many.map(({ id }) => id).sort())
  })
})
