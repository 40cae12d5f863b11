// @ts-check
// The burst's sender, a thread of its own: in the loop of whoever measures, writing packs would be taken for the correlator's delay.
import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { alertOf, START } from './burst.mjs'
import { connect } from './floor.mjs'
import { sendPacked } from './pack.mjs'

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort)
const { brokers, topic, count } = /** @type {{ brokers: string, topic: string, count: number }} */ (workerData)
const alerts = Array.from({ length: count }, (_, n) => alertOf('burst', `b-${n}`, START + n, 'loud'))
port.postMessage('ready')
await once(port, 'message')
await sendPacked(connect(brokers), topic, alerts)
port.postMessage('sent')
