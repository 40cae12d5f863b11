import { Partitioners } from 'kafkajs'

const place = Partitioners.DefaultPartitioner()

/** The partition that a message of this key has in a topic of so many, as every kafkajs producer chooses it. */
export const partitionOf = (key: string, count: number): number =>
  place({
    topic: '',
    partitionMetadata: Array.from({ length: count }, (_, partitionId) => ({
      partitionId,
      partitionErrorCode: 0,
      leader: 0,
      replicas: [],
      isr: [],
    })),
    message: { key, value: null },
  })
