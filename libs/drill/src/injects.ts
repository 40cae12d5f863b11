import { never, type AlertInput } from '@genba/contracts'
import { chance as chanceOf, type Chance } from './chance.js'
import { drawAlert, openFlow } from './eve.js'
import type { Report } from './report.js'
import { firewallConnection } from './firewall.js'
import { otIdsLine } from './ot-ids.js'
import { hostOf, type Inject, type Scenario } from './scenario.js'
import { SERVICES, type ServiceName } from './services.js'
import { SIGNATURES, type Signature } from './signatures.js'
import { isoTime } from './time-text.js'

/** Every event of the stages, in time order; each carries its stage's id. */
export function injectReports(scenario: Scenario, seed: string): Report[] {
  let stageMs = 0
  return scenario.stages
    .flatMap((stage) => {
      stageMs += stage.after
      const beginsMs = stageMs
      return stage.injects.flatMap((inject, i) => {
        const reports = reportsOf(scenario, inject, beginsMs + inject.at, chanceOf(`${seed}/${stage.id}/${i}`))
        return reports.map((report) => ({ ...report, offsetMs: Math.round(report.offsetMs), stage: stage.id }))
      })
    })
    .sort((a, b) => a.offsetMs - b.offsetMs)
}

function reportsOf(scenario: Scenario, inject: Inject, beginsMs: number, chance: Chance): Report[] {
  switch (inject.kind) {
    case 'ids': {
      const flow = openFlow(linkOf(scenario, inject), beginsMs - chance.whole(20, 400), chance)
      const signature = SIGNATURES[inject.signature] as Signature
      return repeat(inject, beginsMs).map((offsetMs) => ({
        offsetMs,
        source: 'suricata',
        render: drawAlert(flow, inject.signature, signature, offsetMs, chance),
      }))
    }
    case 'ot-ids':
      return [
        { offsetMs: beginsMs, source: 'syslog', render: otIdsLine(inject.notice, linkOf(scenario, inject), chance) },
      ]
    case 'firewall': {
      const { built, ended, lastedMs } = firewallConnection(linkOf(scenario, inject), chance)
      return [
        { offsetMs: beginsMs, source: 'syslog', render: built },
        { offsetMs: beginsMs + lastedMs, source: 'syslog', render: ended },
      ]
    }
    case 'alert':
      return repeat(inject, beginsMs).map((offsetMs) => ({
        offsetMs,
        source: 'genba',
        render: ownAlert(scenario, inject),
      }))
    case 'disturb':
      return []
    default:
      return never(inject)
  }
}

const repeat = (inject: { times: number; every: number }, beginsMs: number) =>
  Array.from({ length: inject.times }, (_, i) => beginsMs + i * inject.every)

function ownAlert(scenario: Scenario, inject: Extract<Inject, { kind: 'alert' }>) {
  const from = inject.from === undefined ? undefined : hostOf(scenario, inject.from)
  const to = inject.to === undefined ? undefined : hostOf(scenario, inject.to)
  return (at: number) =>
    ({
      name: inject.name,
      severity: inject.severity,
      at: isoTime(at),
      sensor: inject.sensor,
      kind: inject.type,
      zone: inject.zone,
      ...(from === undefined ? {} : { srcIp: from.ip, srcMac: from.mac }),
      ...(to === undefined ? {} : { dstIp: to.ip, dstMac: to.mac }),
      ...(inject.fields === undefined ? {} : { fields: inject.fields }),
    }) satisfies AlertInput
}

const linkOf = (scenario: Scenario, inject: { from: string; to: string; over: ServiceName }) => ({
  from: hostOf(scenario, inject.from),
  to: hostOf(scenario, inject.to),
  service: SERVICES[inject.over],
})
