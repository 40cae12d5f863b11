// @ts-check
// What a page of the alert search takes over so many alerts: the newest ones and on through the cursor, of one zone, and of a word that hardly any has.
import { signIn } from './latency.mjs'
import { sendPacked } from './pack.mjs'
import { toAlert } from './workload.mjs'
/** @import { Kafka } from 'kafkajs' */
/** @import { Line } from './workload.mjs' */

const AT_ONCE = 50_000
const LIMIT = 100
const PAGES = 300

/** Alerts as if they had been received just now, each with an id of its own. @param {Kafka} kafka @param {string} topic @param {Line[]} lines @param {number} count */
export async function fillTopic(kafka, topic, lines, count) {
  const alerts = lines.map(toAlert)
  for (let sent = 0; sent < count; sent += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - sent) }, (_, n) => {
      const now = Date.now()
      return { ...alerts[(sent + n) % alerts.length], id: `page-${sent + n}`, at: now, receivedAt: now }
    })
    await sendPacked(kafka, topic, /** @type {never} */ (some))
  }
}

/**
 * Milliseconds of each page, sorted, with the alerts that all of them looked at and those that they showed.
 * @param {{ gateway: string, password: string, plant: string, zone: string }} where
 */
export async function measurePages({ gateway, password, plant, zone }) {
  const cookie = await signIn(gateway, 'soc', password)
  /** @param {string} query @param {number} pages */
  const walk = async (query, pages) => {
    /** @type {number[]} */
    const took = []
    let looked = 0
    let shown = 0
    let cursor = ''
    for (let page = 0; page < pages; page++) {
      const began = performance.now()
      const answer = await fetch(`${gateway}/v1/alerts?limit=${LIMIT}${query}${cursor && `&cursor=${cursor}`}`, {
        headers: { cookie },
      })
      const body = await answer.json()
      took.push(performance.now() - began)
      if (answer.status !== 200) throw new Error(`a page answered ${answer.status}: ${JSON.stringify(body)}`)
      looked += body.looked
      shown += body.alerts.length
      if (body.next === undefined) break
      cursor = body.next
    }
    return { took: took.sort((a, b) => a - b), looked, shown }
  }
  await walk('', 5)
  return {
    'newest, then on': await walk('', PAGES),
    'of one zone, then on': await walk(`&plant=${plant}&zone=${zone}`, PAGES),
    'with a rare word, all through': await walk('&text=no-alert-has-this-word', 10_000),
  }
}
