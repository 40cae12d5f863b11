import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFactory } from './serve.js'

const ORDER = { plant: 'model-factory', incident: 'inc-1', holdMs: 60_000, reason: 'attack' }

let home: string
let now: number
let server: Server
let url: string
let said: string[]

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'genba-factory-'))
  now = 1_000
  said = []
  await start()
})
afterEach(() => void server.close())

async function start() {
  server = createFactory(home, {
    clock: { now: () => now, wait: () => Promise.resolve() },
    say: (line) => said.push(line),
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function call(action: string, key: string | undefined, body: unknown = ORDER, conduit = 'supervision-line-1') {
  const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) }
  const answer = await fetch(`${url}/v1/conduits/${conduit}/${action}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

type Seen = { conduits: Record<string, unknown>; deliveries: Record<string, unknown>[]; forgotten: number }
const look = async () => (await (await fetch(`${url}/v1/conduits`)).json()) as Seen

describe("the factory's firewall", () => {
  it('is ready', async () => {
    expect((await fetch(`${url}/ready`)).status).toBe(200)
  })

  it('blocks a conduit, opens it again, and has the change on disk before it answers', async () => {
    expect(await call('block', 'k1')).toMatchObject({ status: 200, body: { state: 'blocked', replayed: false } })
    expect(JSON.parse(readFileSync(join(home, 'factory.json'), 'utf8'))).toMatchObject({ deliveries: [{ key: 'k1' }] })
    expect((await look()).conduits).toEqual({ 'supervision-line-1': { state: 'blocked', since: 1_000, until: 61_000 } })
    await call('unblock', 'k2')
    expect((await look()).conduits).toEqual({ 'supervision-line-1': { state: 'open', since: 1_000 } })
    expect(said).toHaveLength(2)
  })

  it('does the same key once and gives the same answer, also after a restart', async () => {
    const first = await call('block', 'k1')
    now = 2_000
    server.close()
    await start()
    expect(await call('block', 'k1')).toEqual({ status: 200, body: { ...first.body, replayed: true } })
    expect((await look()).deliveries).toMatchObject([{ key: 'k1', at: 1_000, received: 2, order: ORDER }])
  })

  it('counts one delivery when the same key comes many times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => call('block', 'k1')))
    expect(answers.filter((answer) => answer.body['replayed'] === false)).toHaveLength(1)
    expect((await look()).deliveries).toMatchObject([{ received: 20 }])
  })

  it('opens a conduit whose hold has run out', async () => {
    await call('block', 'k1')
    now = 61_000
    expect((await look()).conduits).toEqual({ 'supervision-line-1': { state: 'open', since: 61_000 } })
  })

  it.each([
    ['a key of another order', 409, () => call('block', 'k1').then(() => call('unblock', 'k1'))],
    ['no key', 400, () => call('block', undefined)],
    ['a body that is no order', 400, () => call('block', 'k1', { plant: 1 })],
    ['a conduit name that is none', 400, () => call('block', 'k1', ORDER, 'A_B')],
    ['a body that is too long', 413, () => call('block', 'k1', { ...ORDER, reason: 'x'.repeat(70_000) })],
    ['a path that is not there', 404, () => call('open', 'k1')],
  ])('refuses %s', async (_what, status, ask) => {
    expect((await ask()).status).toBe(status)
  })

  it('refuses to start over a file that it cannot read, and leaves it alone', () => {
    writeFileSync(join(home, 'factory.json'), '{"v":')
    expect(() =>
      createFactory(home, { clock: { now: () => 0, wait: () => Promise.resolve() }, say: () => undefined }),
    ).toThrow(/cannot be read/)
  })
})
