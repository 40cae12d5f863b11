import { AssignerProtocol, type PartitionAssigner } from 'kafkajs'

const NAME = 'genba-co-partition'
const VERSION = 1

/**
 * Gives partition n of every topic to the same member, so that whoever has a plant's signals also has what people decided about
 * its incidents. kafkajs's own assigner deals all partitions of all topics out in one row, which parts them.
 */
export const coPartition: PartitionAssigner = ({ cluster }) => ({
  name: NAME,
  version: VERSION,
  assign: ({ members, topics }) => {
    const ids = members.map(({ memberId }) => memberId).sort()
    const owned = new Map(ids.map((id) => [id, {}]))
    for (const topic of topics) {
      for (const { partitionId } of cluster.findTopicPartitionMetadata(topic)) {
        const assignment = owned.get(ids[partitionId % ids.length] as string) as Record<string, number[]>
        ;(assignment[topic] ??= []).push(partitionId)
      }
    }
    return Promise.resolve(
      [...owned].map(([memberId, assignment]) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: VERSION,
          assignment,
          userData: Buffer.alloc(0),
        }),
      })),
    )
  },
  protocol: ({ topics }) => ({
    name: NAME,
    metadata: AssignerProtocol.MemberMetadata.encode({ version: VERSION, topics, userData: Buffer.alloc(0) }),
  }),
})
