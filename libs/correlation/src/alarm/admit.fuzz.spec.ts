import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { account } from './account.js'
import { admit } from './admit.js'
import { advance } from './advance.js'
import { noAlarms } from './alarms.js'
import { settleChanged, takeChanged } from './changed.js'
import { conditionOf } from '@genba/contracts'
import { openPolicy } from './policy.js'
import { ALARM_DEFAULTS } from './settings.js'
import { restore, snapshot } from './snapshot.js'
import { packSample } from './sample.js'
import { alertOf } from './story.js'
import { zoneOf } from './zones.js'

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('', '__proto__', 'constructor', 'a/b', 'a~b', '-', '…', '\u0000', '現場'),
)
const wild = fc.record({
  plant: text,
  zone: text,
  asset: fc.option(text, { nil: undefined }),
  rule: text,
  name: text,
  drill: fc.option(text, { nil: undefined, freq: 5 }),
  at: fc.oneof(
    fc.integer({ min: 0, max: 20 }),
    fc.maxSafeNat(),
    fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
  ),
  severity: fc.integer({ min: 0, max: 100 }),
  fields: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean())),
})

test('whatever text and time an alert holds, it is admitted, counted and kept', () => {
  const settings = { ...ALARM_DEFAULTS, alarmsMax: 50 }
  const policy = openPolicy()
  fc.assert(
    fc.property(fc.array(wild, { maxLength: 100, size: 'max' }), (alerts) => {
      let alarms = noAlarms(settings, 3)
      alerts.forEach((given, offset) => {
        const alert = alertOf(given)
        admit(
          alarms,
          zoneOf(alarms.zones, alert, policy),
          alert,
          conditionOf(alert),
          packSample(offset, offset % 7 || undefined),
        )
        if (offset % 20 === 19) advance(alarms, policy, given.at)
        if (offset % 30 === 29) alarms = restore(settings, policy, 3, JSON.parse(JSON.stringify(snapshot(alarms))))
      })
      const { counts, standing, forgotten, evicted, unmatched } = account(alarms)
      expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(alerts.length)
      expect(standing.alerts + forgotten.alerts + evicted.alerts + unmatched).toBe(alerts.length)
      // The last words first, then the rows: each alarm once, and what was written is not behind any more.
      let words = 0
      for (; alarms.lastWords.length > 0; settleChanged(alarms, true)) words += takeChanged(alarms, 1_000).length
      expect(words).toBe(forgotten.rows + evicted.rows)
      expect(takeChanged(alarms, 1_000)).toHaveLength(standing.rows)
      settleChanged(alarms, true)
      expect(takeChanged(alarms, 1_000)).toEqual([])
    }),
    { numRuns: 1_000 },
  )
})
