import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from '@jest/globals'
import { endThreads } from './end-threads.js'

async function thread(onAsked: string): Promise<Worker> {
  const code = `const { parentPort } = require('node:worker_threads')
    parentPort.on('message', () => { ${onAsked} })
    parentPort.postMessage('up')`
  const started = new Worker(code, { eval: true })
  await once(started, 'message')
  return started
}

test('threads that end when they are asked to are waited for', async () => {
  const threads = await Promise.all([thread('parentPort.close()'), thread('setTimeout(() => parentPort.close(), 5)')])
  expect(await endThreads(threads, 'stop', 60_000)).toBe(0)
})

test('one that does not hear, and one that computes for ever, are ended all the same, and counted', async () => {
  const threads = await Promise.all([thread(''), thread('for (;;);'), thread('parentPort.close()')])
  expect(await endThreads(threads, 'stop', 300)).toBe(2)
  expect(threads.map(({ threadId }) => threadId)).toEqual([-1, -1, -1])
})

test('one that is gone already is not waited for', async () => {
  const gone = await thread('parentPort.close()')
  await gone.terminate()
  expect(await endThreads([gone], 'stop', 60_000)).toBe(0)
})
