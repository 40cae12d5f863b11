// @ts-check
// node --expose-gc memory.mjs ids|alarms COUNT: what one partition's state takes with so many live keys, as JSON.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { correlate, readRules, settleChanged, startPartition, takeChanged } from '../../libs/correlation/dist/index.js'
import { REPO } from '../../deploy/local/home.mjs'

const ZONES = 2_000
const MB = 1_048_576
const [what = 'ids', count = '1000000'] = process.argv.slice(2)
const dir = join(REPO, 'libs', 'correlation', 'rules')
const pack = readRules(readdirSync(dir).map((file) => ({ file, text: readFileSync(join(dir, file), 'utf8') })))
const state = startPartition(pack)
const collect = () => /** @type {() => void} */ (/** @type {unknown} */ (globalThis.gc))()

collect()
const used = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
const before = used()
const write = () => {
  while (takeChanged(state.alarms, 10_000).length > 0) settleChanged(state.alarms, true)
}
for (let n = 0; n < Number(count); n++) {
  const zone = n % ZONES
  const key = what === 'alarms' ? Math.floor(n / ZONES) : 0
  // Parsed, as an alert from Kafka is: each with strings of its own.
  const alert = JSON.parse(
    JSON.stringify({
      v: 1,
      id: (n * 2_654_435_761).toString(16).padStart(32, '0').slice(-32),
      source: `source-${zone % 20}`,
      sensor: `s-${key % 25}`,
      plant: `p-${zone % 20}`,
      zone: `z-${zone}`,
      asset: `asset-${key}`,
      at: 1_767_225_600_000 + Math.floor(n / ZONES),
      receivedAt: 1_767_225_600_000,
      clock: 'source',
      kind: 'process',
      rule: `rule-${key % 30}`,
      name: `process value above high limit of asset ${key}`,
      severity: 20,
      fields: {},
    }),
  )
  correlate(state, alert, n)
  if (n % 10_000 === 0) write()
}
write()
collect()
const { rss } = process.memoryUsage()
console.log(JSON.stringify({ heapMb: (used() - before) / MB, residentMb: rss / MB, read: state.alerts }))
