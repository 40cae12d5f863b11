import { setTimeout as delay } from 'node:timers/promises'
import type { Admin, ITopicConfig, KafkaJSError } from 'kafkajs'

const LED_MAX_MS = 30_000
const ASK_AGAIN_MS = 100

/**
 * Creates the topics and returns when each has a leader that takes messages. The controller says that a topic is made before the
 * brokers know of it, and kafkajs, told to wait, takes their "does not host this topic" of that moment for a failure.
 */
export async function createTopics(admin: Admin, topics: ITopicConfig[], maxMs = LED_MAX_MS): Promise<void> {
  if (topics.length === 0) return
  await admin.createTopics({ topics, waitForLeaders: false })
  const until = Date.now() + maxMs
  while (!(await areLed(admin, topics, until))) await delay(ASK_AGAIN_MS)
}

async function areLed(admin: Admin, topics: ITopicConfig[], until: number): Promise<boolean> {
  try {
    await admin.fetchTopicMetadata({ topics: topics.map(({ topic }) => topic) })
    return true
  } catch (error) {
    if (Date.now() < until && (error as Partial<KafkaJSError>).retriable) return false
    throw error
  }
}
