import { createRequire } from 'node:module'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import './quiet-queue.js'

type Request = {
  entry: { correlationId: number; resolve: () => void }
  expectResponse: boolean
  sendRequest: () => void
}
type RequestQueue = {
  throttledUntil: number
  push: (request: Request) => void
  fulfillRequest: (answer: { correlationId: number; payload: Buffer; size: number }) => void
  destroy: () => void
}

const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (
  options: object,
) => RequestQueue
const BROKER = { clientId: 'genba', broker: 'localhost:9092', requestTimeout: 30_000, isConnected: () => true }
const logger = { debug: () => undefined }

let queue: RequestQueue
let sent: number[]
const request = (correlationId: number): Request => ({
  ...{ entry: { correlationId, resolve: () => undefined }, expectResponse: true },
  sendRequest: () => sent.push(correlationId),
})
const answer = (correlationId: number) => queue.fulfillRequest({ correlationId, payload: Buffer.alloc(0), size: 0 })

beforeEach(() => {
  jest.useFakeTimers()
  sent = []
})
afterEach(() => {
  queue.destroy()
  jest.useRealTimers()
})

test('a connection on which nothing waits keeps nobody awake', () => {
  queue = new RequestQueue({ ...BROKER, logger })
  queue.push(request(1))
  answer(1)
  expect(sent).toEqual([1])
  expect(jest.getTimerCount()).toBe(0)
})

test('what waits behind as many requests as may be under way is sent with the next answer', () => {
  queue = new RequestQueue({ ...BROKER, logger, maxInFlightRequests: 1 })
  queue.push(request(1))
  queue.push(request(2))
  expect(sent).toEqual([1])
  answer(1)
  expect(sent).toEqual([1, 2])
})

test('what the broker asked to wait with is sent when the time has passed', () => {
  queue = new RequestQueue({ ...BROKER, logger })
  queue.throttledUntil = Date.now() + 200
  queue.push(request(1))
  jest.advanceTimersByTime(190)
  expect(sent).toEqual([])
  jest.advanceTimersByTime(30)
  expect(sent).toEqual([1])
})
