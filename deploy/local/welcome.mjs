// @ts-check
// What the person sees when all is ready.
/** @import { Say } from './say.mjs' */

const PEOPLE = [
  ['soc', 'SOC analyst'],
  ['shift', 'shift leader'],
  ['engineer', 'plant engineer'],
  ['auditor', 'auditor'],
  ['admin', 'administrator'],
]
const FIRST_ALERT = {
  name: 'Modbus write from unknown host',
  severity: 'critical',
  srcIp: '10.10.50.99',
  dstIp: '10.10.61.11',
}

/** @param {Say} say @param {{ console: string, ingest: string, password: string, key: string }} where */
export function welcome(say, { console, ingest, password, key }) {
  say.line()
  say.line(`Genba (現場) is ready: ${console}`)
  say.line()
  for (const [user, role] of PEOPLE) say.line(`  ${user?.padEnd(9)} ${password}   ${role}`)
  say.line()
  say.line(`Alerts go to ${ingest}/v1/alerts with the key ${key}. Try one:`)
  say.line(
    `  curl -X POST ${ingest}/v1/alerts -H 'authorization: Bearer ${key}' -H 'content-type: application/json' -d '${JSON.stringify(FIRST_ALERT)}'`,
  )
  say.line()
  say.line('Stop with Ctrl-C or npm run stop; look with npm run status and npm run logs.')
}
