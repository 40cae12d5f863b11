import type { Incident } from '@genba/contracts'
import { LABELS, spanText, timeText, type Language } from './words.js'

/** Why an incident is one: each signal's rule, window, values and alerts, and the conduits that it spread over. */
export function incidentLines(incident: Incident, language: Language): string[] {
  const { signals, spread, groups } = incident
  return [
    `${incident.id} ${incident.title[language]}`,
    ...signals.flatMap((signal) => {
      const values = Object.entries(signal.group).map(([field, value]) => `${field}=${value}`)
      const members = groups.flatMap(({ by, name, asset }) => {
        const count = by?.[signal.id] ?? 0
        return count > 0 ? [`│     ${count} × ${name}${asset ? ` / ${asset}` : ''}`] : []
      })
      return [
        `├ ${signal.rule.title[language]} [${signal.rule.id}] ${signal.zone}`,
        `│   ${LABELS.window[language]} ${spanText(signal.timespanMs)} (${timeText(signal.firedAt - signal.timespanMs)} – ${timeText(signal.firedAt)})`,
        ...(values.length > 0 ? [`│   ${LABELS.group[language]} ${values.join(' ')}`] : []),
        `│   ${LABELS.members[language]} ${signal.count}`,
        ...members,
      ]
    }),
    ...spread.map(
      ({ from, zone, conduit, shared }) =>
        `├ ${LABELS.conduit[language]} ${conduit} (${from} → ${zone}), ${LABELS.shared[language]} ${shared}`,
    ),
    `└ ${LABELS.members[language]} ${incident.alerts}`,
  ]
}
