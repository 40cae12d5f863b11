// @ts-check
// From the alert that fires a rule to the event on a console: every process and engine in between.
import { setTimeout as delay } from 'node:timers/promises'
import { io } from 'socket.io-client'
import { keyOf } from './workload.mjs'

const ALERTS_TO_FIRE = 3
const WAIT_MS = 10_000

/** @param {string} origin @param {string} user @param {string} password */
export async function signIn(origin, user, password) {
  const answer = await fetch(`${origin}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-genba-csrf': '1' },
    body: JSON.stringify({ user, password }),
  })
  if (!answer.ok) throw new Error(`sign-in: ${answer.status}`)
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

/**
 * Opens `samples` incidents, one after the other, each in a zone of its own; answers the milliseconds from posting the alert that
 * fires the rule to the row's arrival at a console.
 * @param {{ gateway: string, ingest: string, password: string, plant: string, zones: string[] }} where
 */
export async function measureLatency({ gateway, ingest, password, plant, zones }) {
  const cookie = await signIn(gateway, 'soc', password)
  const socket = io(gateway, { extraHeaders: { cookie }, transports: ['websocket'] })
  /** @type {Map<string, (at: number) => void>} */
  const waiting = new Map()
  socket.on('live', (/** @type {{ events: { event: string, row?: { zones: string[] } }[] }} */ batch) => {
    for (const { event, row } of batch.events)
      if (event === 'incident.row' && row) waiting.get(row.zones[0] ?? '')?.(performance.now())
  })
  const joined = await socket.timeout(WAIT_MS).emitWithAck('join', `plant:${plant}`)
  if (!joined.ok) throw new Error(`join: ${JSON.stringify(joined)}`)
  const post = (/** @type {string} */ zone, /** @type {number} */ n) =>
    fetch(`${ingest}/v1/alerts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keyOf(plant)}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        id: `latency-${zone}-${n}`,
        name: 'Unauthorized Write Request to a PLC',
        severity: 'critical',
        zone,
      }),
    }).then((answer) => answer.text())
  const took = []
  for (const zone of zones) {
    for (let n = 1; n < ALERTS_TO_FIRE; n++) await post(zone, n)
    await delay(30)
    const arrived = new Promise((resolve, reject) => {
      waiting.set(zone, resolve)
      setTimeout(() => reject(new Error(`no event for ${zone} within ${WAIT_MS} ms`)), WAIT_MS).unref()
    })
    const began = performance.now()
    await post(zone, ALERTS_TO_FIRE)
    took.push(/** @type {number} */ (await arrived) - began)
  }
  socket.disconnect()
  return took.sort((a, b) => a - b)
}
