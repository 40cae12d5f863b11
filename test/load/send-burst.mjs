// @ts-check
// The burst's sender, a process of its own that yields the processor: in a plant whoever sends is on another machine, and in the loop of whoever
// measures, writing packs would be taken for the correlator's delay.
import { once } from 'node:events'
import { NO_DESKS } from '../../libs/contracts/dist/index.js'
import { AlertMessages } from '../../apps/ingest/dist/alert-messages.js'
import { alertOf, START } from './burst.mjs'
import { connect } from './floor.mjs'
import { REQUEST, sendPacked } from './pack.mjs'

const [brokers = '', topic = '', count, perSecond] = process.argv.slice(2)
const alerts = Array.from({ length: Number(count) }, (_, n) => alertOf('burst', `b-${n}`, START + n, 'loud'))
// Written once for nothing, so that compiling it is over when the burst begins.
const packer = new AlertMessages()
for (let from = 0; from < alerts.length; from += REQUEST)
  packer.of(/** @type {never} */ (alerts.slice(from, from + REQUEST)), 1, NO_DESKS)
process.send?.('ready')
await once(process, 'message')
await sendPacked(connect(brokers), topic, alerts, Number(perSecond))
process.send?.('sent')
process.disconnect()
