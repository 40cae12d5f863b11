import { expect, jest, test } from '@jest/globals'
import { KafkaJSNonRetriableError, KafkaJSProtocolError, type Admin } from 'kafkajs'
import { createTopics } from './create-topics.js'

/** As kafkajs makes it of the broker's answer. */
const unknown = () =>
  new KafkaJSProtocolError(
    Object.assign(new Error('This server does not host this topic-partition'), {
      ...{ type: 'UNKNOWN_TOPIC_OR_PARTITION', code: 3, retriable: true },
    }),
  )

const topics = [{ topic: 'alert.v1', numPartitions: 2 }]

function adminThat(...answers: (() => Error)[]) {
  const fetchTopicMetadata = jest.fn<Admin['fetchTopicMetadata']>().mockResolvedValue({ topics: [] })
  for (const answer of answers) fetchTopicMetadata.mockRejectedValueOnce(answer())
  const create = jest.fn<Admin['createTopics']>().mockResolvedValue(true)
  return { admin: { fetchTopicMetadata, createTopics: create } as unknown as Admin, fetchTopicMetadata, create }
}

test('topics are there when a broker that did not know of them yet does', async () => {
  const { admin, fetchTopicMetadata } = adminThat(unknown, unknown)
  await createTopics(admin, topics)
  expect(fetchTopicMetadata).toHaveBeenCalledTimes(3)
  expect(fetchTopicMetadata).toHaveBeenLastCalledWith({ topics: ['alert.v1'] })
})

test('a broker that does not come to know of them is told when time is up', async () => {
  const { admin } = adminThat(unknown, unknown, unknown)
  await expect(createTopics(admin, topics, 150)).rejects.toThrow('This server does not host this topic-partition')
})

test('what does not pass by waiting is told at once', async () => {
  const { admin, fetchTopicMetadata } = adminThat(() => new KafkaJSNonRetriableError('not authorized'))
  await expect(createTopics(admin, topics)).rejects.toThrow('not authorized')
  expect(fetchTopicMetadata).toHaveBeenCalledTimes(1)
})

test('with nothing to create nothing is asked', async () => {
  const { admin, create, fetchTopicMetadata } = adminThat()
  await createTopics(admin, [])
  expect(create).not.toHaveBeenCalled()
  expect(fetchTopicMetadata).not.toHaveBeenCalled()
})
