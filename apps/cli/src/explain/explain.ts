import type { Account } from '../config.js'
import type { Say } from '../say.js'
import { Stop } from '../stop.js'
import { inSession } from './ask.js'
import { incidentLines } from './incident-lines.js'
import { alertLines } from './alert-lines.js'
import type { Language } from './words.js'

export type ExplainOptions = { zone?: string; language: Language; json: boolean }

/** Prints why an incident is one, or with an alert why that is in it or not. */
export async function explain(
  { incident, alert }: { incident: string; alert?: string | undefined },
  account: Account,
  { zone, language, json }: ExplainOptions,
  say: Say,
): Promise<void> {
  if (zone !== undefined && alert === undefined) throw new Stop('With --zone give the plant and the alert')
  await inSession(account, async ({ ask }) => {
    if (alert === undefined) {
      const page = await ask('getIncident', { incident })
      return print(page.incident, incidentLines(page.incident, language))
    }
    const told =
      zone === undefined
        ? await ask('explainAlert', { incident, alert })
        : await ask('explainZoneAlert', { plant: incident, zone, alert })
    return print(told, alertLines(told, language))
  })

  function print(whole: unknown, lines: string[]): void {
    if (json) say(JSON.stringify(whole, null, 2))
    else lines.forEach(say)
  }
}
