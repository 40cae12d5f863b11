import type { Log } from '@genba/platform'
import type { EachBatchPayload } from 'kafkajs'
import type { z } from 'zod'

/** The values of a batch that fit their schema; what does not is told with its place in Kafka, where it stays readable. */
export function readMessages<S extends z.ZodType>(
  { batch }: EachBatchPayload,
  schema: S,
  log: Log,
  onUnreadable: () => void,
): z.infer<S>[] {
  return batch.messages.flatMap(({ value, offset }) => {
    try {
      return [schema.parse(JSON.parse(value?.toString() ?? ''))]
    } catch (error) {
      onUnreadable()
      log.error(
        { err: error, topic: batch.topic, partition: batch.partition, offset },
        'message does not fit its schema, passed over',
      )
      return []
    }
  })
}
