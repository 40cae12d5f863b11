import type { Alert, AlertQuery } from '@genba/contracts'
import type { FindIncident } from './incident-groups.js'

/** Whether a person who may see these plants looks for this alert. Cheap questions first: a page asks thousands of alerts. */
export function filterOf(
  query: AlertQuery,
  plants: '*' | readonly string[],
  incidentOf: FindIncident,
): (alert: Alert) => boolean {
  const { zone, asset, rule, severity = 0, text, from = 0, until = Infinity } = query
  const own = plants === '*' ? undefined : new Set(plants)
  const wanted = text?.toLowerCase()
  return (alert) =>
    (own === undefined || own.has(alert.plant)) &&
    (zone === undefined || alert.zone === zone) &&
    (asset === undefined || alert.asset === asset || alert.src?.asset === asset || alert.dst?.asset === asset) &&
    alert.severity >= severity &&
    alert.receivedAt >= from &&
    alert.receivedAt <= until &&
    (rule === undefined || alert.rule === rule) &&
    (query.in === 'any' || (incidentOf(alert) !== undefined) === (query.in === 'incident')) &&
    (wanted === undefined || hasText(alert, wanted))
}

function hasText(alert: Alert, wanted: string): boolean {
  const { name, rule, sensor, src, dst, fields, original } = alert
  for (const each of [name, rule, sensor, src?.ip, dst?.ip, original])
    if (each?.toLowerCase().includes(wanted)) return true
  for (const each of Object.values(fields)) if (String(each).toLowerCase().includes(wanted)) return true
  return false
}
