import type { Incident } from '@genba/contracts'
import { fill, type Outcome } from '@genba/playbook'

type Query = { zones?: readonly string[] | undefined; rules?: readonly string[] | undefined }

/**
 * What a verification query looks at: the alerts of the incident's signals in these zones and of these rules, variables filled in. All
 * of the incident without a query, and where its bound has left signals out: what is not known must not count as quiet.
 */
export function watched(
  incident: Pick<Incident, 'alerts' | 'lastAt' | 'signals' | 'evicted'>,
  { zones, rules }: Query,
  variables: Readonly<Record<string, string>>,
): Pick<Incident, 'alerts' | 'lastAt'> {
  if ((!zones && !rules) || incident.evicted.signals > 0) return incident
  // A variable can name several zones.
  const named = (texts: readonly string[]) => new Set(texts.flatMap((text) => fill(text, variables).split(/, */)))
  const [inZones, ofRules] = [zones && named(zones), rules && named(rules)]
  const signals = incident.signals.filter(
    ({ zone, rule }) => (inZones?.has(zone) ?? true) && (ofRules?.has(rule.id) ?? true),
  )
  return {
    alerts: signals.reduce((sum, { count }) => sum + count, 0),
    lastAt: signals.reduce((last, signal) => Math.max(last, signal.lastAt), 0),
  }
}

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
