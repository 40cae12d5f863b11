import { packAlerts, PackedAlert, unpackAlerts, type Alert } from '@genba/contracts'
import { expect, test } from '@jest/globals'
import { readRules } from '../rules/read-rules.js'
import { alert, START } from '../testing/alerts.js'
import { correlate } from '../zones/correlate.js'
import { drainSignals } from '../zones/drain.js'
import { freeze } from '../zones/freeze.js'
import { startPartition } from '../zones/state.js'

const RULES = `name: seen
detection:
  s: { name: x }
  condition: s
---
name: many
title: many
correlation:
  type: event_count
  rules: [seen]
  timespan: 1h
  condition: { gte: 1000 }
`
const pack = readRules([{ file: 'r.yml', text: RULES }])
const alerts = Array.from({ length: 40 }, (_, n) =>
  alert({ at: START + n, name: 'x', rule: `r-${n % 3}`, fields: { n } }),
)

function stateOf(all: readonly Alert[]) {
  const state = startPartition(pack)
  all.forEach((each, index) => correlate(state, each, 0, index))
  return state
}

test('a sample whose rest is not JSON stops nobody: it is kept without the rest, and counted', () => {
  const cut = packAlerts(alerts).flatMap(({ value }) => unpackAlerts(value.replace(/"n":39\}/, '"n":3!}')))
  const plain = stateOf(alerts.map((each, n) => (n === 39 ? { ...each, fields: {} } : each)))
  const drained = stateOf(cut)
  expect(drainSignals(drained, 'all')).toEqual([])
  for (const state of [drained, stateOf(cut)]) {
    expect(JSON.parse(JSON.stringify(freeze(state)))).toEqual(JSON.parse(JSON.stringify(freeze(plain))))
    expect([state.lent, state.counts.broken]).toEqual([[], 1])
  }
})

test('samples of a window hold their pack until the batch ends, and are kept as the alerts that they are', () => {
  const packed = stateOf(packAlerts(alerts).flatMap(({ value }) => unpackAlerts(value)))
  const [lent] = packed.lent
  expect(lent?.alert).toBeInstanceOf(PackedAlert)
  const plain = JSON.parse(JSON.stringify(freeze(stateOf(alerts)))) as unknown
  drainSignals(packed, 'fresh')
  expect(packed.lent).toEqual([])
  expect(lent?.alert).not.toBeInstanceOf(PackedAlert)
  expect(JSON.parse(JSON.stringify(freeze(packed)))).toEqual(plain)
})
