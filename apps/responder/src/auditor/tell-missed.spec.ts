import { describe, expect, it } from '@jest/globals'
import { Alert } from '@genba/contracts'
import { PHASE_BUDGET, openHold } from '@genba/playbook'
import { unchanged } from '../responses/change.js'
import { endResponse } from '../responses/progress.js'
import { sampleResponse, sampleRun, saved } from '../testing/samples.js'
import { MISSED_INCIDENT_RULE, missed, tellMissed } from './tell-missed.js'

const GRACE = 60_000
const running = sampleResponse()
const asked = sampleResponse({ runs: [], approvals: [{ id: 'a', state: 'waiting', dueAt: 1_000 } as never] })
const TEXT = { ja: '遮断', en: 'Block' }
const hold = openHold({
  ...{ id: 'r:s:1', run: 'r', step: 's', title: TEXT, connector: 'firewall', roles: [], holdMs: 5_000, now: 1_000 },
  request: { type: 'http-api', method: 'POST', path: '/block', body: '' },
  undo: { by: 'person', text: TEXT },
})
const timers = (...of: Parameters<typeof missed>) => missed(...of).map(({ timer, what }) => `${timer} ${what}`)

describe('a missed timer', () => {
  it('is a due step that nobody did, an approval that nobody escalated, a late phase that nobody told', () => {
    expect(timers(running, GRACE - 1, GRACE)).toEqual([])
    expect(timers(running, GRACE, GRACE)).toEqual(['step see'])
    expect(timers(asked, 1_000 + GRACE, GRACE)).toEqual(['approval a'])
    expect(timers(running, PHASE_BUDGET.observe.high + GRACE, GRACE)).toEqual(['phase observe', 'step see'])
    expect(timers(endResponse(unchanged(running), 'closed', 1).response, 9 * GRACE, GRACE)).toEqual([])
  })
  it('is a hold whose time is over, also when its response is', () => {
    const done = endResponse(unchanged(sampleResponse({ holds: [hold] })), 'closed', 1).response
    expect(timers(done, hold.until! + GRACE - 1, GRACE)).toEqual([])
    expect(timers(done, hold.until! + GRACE, GRACE)).toEqual(['hold r:s:1'])
  })
  it('is told once, on the timeline and as an alert of Genba about itself', () => {
    const told = tellMissed(unchanged(asked), { now: 1_000 + GRACE, graceMs: GRACE, plant: undefined })
    expect(told.response.timeline.at(-1)).toMatchObject({
      kind: 'timer.missed',
      params: { timer: 'approval', lateMs: GRACE },
    })
    const sent = told.told.find((entry) => 'topic' in entry && entry.topic === 'alert.v1')
    expect(Alert.parse(sent && 'value' in sent ? sent.value : undefined)).toMatchObject({
      kind: 'system',
      rule: 'genba:timer-missed',
      fields: { incident: 'i', timer: 'approval' },
    })
    expect(tellMissed(unchanged(saved(told)), { now: 2_000 + GRACE, graceMs: GRACE, plant: undefined }).told).toEqual(
      [],
    )
  })
  it('in an incident about Genba itself makes no further alert', () => {
    const own = sampleResponse({ runs: [sampleRun(1, { rule: MISSED_INCIDENT_RULE })] })
    expect(
      tellMissed(unchanged(own), { now: GRACE, graceMs: GRACE, plant: undefined }).told.map(
        (entry) => 'topic' in entry && entry.topic,
      ),
    ).toEqual(['timeline.v1'])
  })
})
