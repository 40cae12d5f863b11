import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { account, takeChanged } from './account.js'
import { admit } from './admit.js'
import { advance } from './advance.js'
import { noAlarms } from './alarms.js'
import { conditionOf } from './condition.js'
import { openPolicy } from './policy.js'
import { ALARM_DEFAULTS } from './settings.js'
import { restore, snapshot } from './snapshot.js'
import { alertOf } from './story.js'

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
      let alarms = noAlarms(settings)
      alerts.forEach((given, offset) => {
        const alert = alertOf(given)
        admit(alarms, alert, { policy, condition: conditionOf(alert), partition: offset % 7, offset })
        if (offset % 20 === 19) advance(alarms, policy, given.at)
        if (offset % 30 === 29) alarms = restore(settings, policy, JSON.parse(JSON.stringify(snapshot(alarms))))
      })
      const { counts, standing, forgotten, evicted, unmatched } = account(alarms)
      expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(alerts.length)
      expect(standing.alerts + forgotten.alerts + evicted.alerts + unmatched).toBe(alerts.length)
      expect(takeChanged(alarms, 1_000)).toHaveLength(standing.rows)
    }),
    { numRuns: 1_000 },
  )
})
