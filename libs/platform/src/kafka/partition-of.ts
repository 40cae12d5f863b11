import { Partitioners, type PartitionMetadata } from 'kafkajs'

const place = Partitioners.DefaultPartitioner()
const metadata = new Map<number, PartitionMetadata[]>()

/** The partition that a message of this key has in a topic of so many, as every kafkajs producer chooses it. */
export const partitionOf = (key: string, count: number): number =>
  place({ topic: '', partitionMetadata: metadataOf(count), message: { key, value: null } })

function metadataOf(count: number): PartitionMetadata[] {
  const known = metadata.get(count)
  if (known) return known
  const made = Array.from({ length: count }, (_, partitionId) => ({
    ...{ partitionId, partitionErrorCode: 0, leader: 0 },
    ...{ replicas: [], isr: [] },
  }))
  metadata.set(count, made)
  return made
}
