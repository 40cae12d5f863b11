import { never } from '@genba/contracts'
import { chance as chanceOf, type Chance } from './chance.js'
import { drawAlert, drawAnomaly, drawFlowEnd, drawPoll, openFlow, type Flow, type Link } from './eve.js'
import { firewallConnection } from './firewall.js'
import { otIdsLine } from './ot-ids.js'
import { hostOf, type Noise, type Scenario } from './scenario.js'
import { SERVICES } from './services.js'
import { SIGNATURES, STREAM_SIGNATURES, type Signature } from './signatures.js'
import type { Report } from './report.js'

/** A long-lived industrial connection is reopened after this many exchanges, so that its counters stay bounded. */
const EXCHANGES_MAX = 5000

/** Endless noise of one kind, in time order; the first record falls within the first period. */
export function* makeNoise(scenario: Scenario, noise: Noise, seed: string): Generator<Report> {
  const chance = chanceOf(seed)
  const links = noise.between.flatMap(({ from, to, over }) =>
    to.map((server): Link => ({ from: hostOf(scenario, from), to: hostOf(scenario, server), service: SERVICES[over] })),
  )
  const pool = new Map<Link, Flow>()
  let offsetMs = chance.between(0, noise.every)
  const waiting: Report[] = []
  for (;;) {
    const drawn = draw(noise.kind, chance.pick(links), Math.round(offsetMs), { chance, pool })
    waiting.push(...drawn)
    waiting.sort((a, b) => a.offsetMs - b.offsetMs)
    offsetMs += noise.every * chance.between(0.6, 1.4)
    while (waiting[0] !== undefined && waiting[0].offsetMs <= offsetMs) yield waiting.shift() as Report
  }
}

type Drawing = { chance: Chance; pool: Map<Link, Flow> }

function draw(kind: Noise['kind'], link: Link, offsetMs: number, { chance, pool }: Drawing): Report[] {
  switch (kind) {
    case 'polls':
      return [{ offsetMs, source: 'suricata', render: drawPoll(standing(link, pool, chance), chance) }]
    case 'flows': {
      const flow = openFlow(link, offsetMs - chance.whole(200, 60_000), chance)
      return [{ offsetMs, source: 'suricata', render: drawFlowEnd(flow, offsetMs, chance) }]
    }
    case 'stream-alerts': {
      const name = chance.pick(STREAM_SIGNATURES)
      const render = drawAlert(standing(link, pool, chance), name, SIGNATURES[name] as Signature, offsetMs, chance)
      return [{ offsetMs, source: 'suricata', render }]
    }
    case 'anomalies':
      return [{ offsetMs, source: 'suricata', render: drawAnomaly(standing(link, pool, chance), chance) }]
    case 'firewall': {
      const { built, ended, lastedMs } = firewallConnection(link, chance)
      return [
        { offsetMs, source: 'syslog', render: built },
        { offsetMs: offsetMs + lastedMs, source: 'syslog', render: ended },
      ]
    }
    case 'inventory':
      return [{ offsetMs, source: 'syslog', render: otIdsLine(chance.pick(['new-mac', 'new-link']), link, chance) }]
    default:
      return never(kind)
  }
}

/** The connection that was there before the scenario began and stays. */
function standing(link: Link, pool: Map<Link, Flow>, chance: Chance): Flow {
  const known = pool.get(link)
  if (known !== undefined && known.transactions < EXCHANGES_MAX) return known
  const flow = openFlow(link, -chance.whole(60_000, 6 * 3_600_000), chance)
  pool.set(link, flow)
  return flow
}
