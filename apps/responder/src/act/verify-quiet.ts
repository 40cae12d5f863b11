import type { Incident } from '@genba/contracts'
import type { Outcome } from '@genba/playbook'

/**
 * Looks whether new alerts of the incident came since the last look: quiet when none came for `quietMs`; not quiet when `looksMax`
 * looks found new ones each time. What was seen is kept in the run, so that a restart goes on where it was.
 */
export function verifyQuiet(
  incident: Pick<Incident, 'alerts' | 'lastAt'>,
  variables: Readonly<Record<string, string>>,
  { now, quietMs, looksMax }: { now: number; quietMs: number; looksMax: number },
): Outcome {
  const seen = `${incident.alerts}/${incident.lastAt}`
  const looks = Number(variables['looks'] ?? 0)
  if (looks > 0 && variables['seen_alerts'] === seen) return { is: 'done', output: { quiet: 'yes', looks: '0' } }
  if (looks >= looksMax) return { is: 'done', output: { quiet: 'no', looks: '0' } }
  return { is: 'again', notBefore: now + quietMs, output: { seen_alerts: seen, looks: String(looks + 1) } }
}
