import { expect, test } from '@jest/globals'
import { AssignerProtocol, type Cluster } from 'kafkajs'
import { coPartition } from './co-partition.js'

const PARTITIONS = 7
const cluster = {
  findTopicPartitionMetadata: () => Array.from({ length: PARTITIONS }, (_, partitionId) => ({ partitionId })),
} as unknown as Cluster

test.each([1, 2, 3, 9])(
  'of %d members each has the same partitions of both topics, and every partition has one owner',
  async (count) => {
    const members = Array.from({ length: count }, (_, n) => ({ memberId: `m${n}`, memberMetadata: Buffer.alloc(0) }))
    const groups = await coPartition({ cluster } as never).assign({ members, topics: ['signal.v1', 'lifecycle.v1'] })
    const assignments = groups.map(
      ({ memberAssignment }) => AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment,
    )
    for (const assignment of assignments) expect(assignment?.['signal.v1']).toEqual(assignment?.['lifecycle.v1'])
    const owned = assignments.flatMap((assignment) => assignment?.['signal.v1'] ?? []).sort()
    expect(owned).toEqual(Array.from({ length: PARTITIONS }, (_, n) => n))
  },
)
