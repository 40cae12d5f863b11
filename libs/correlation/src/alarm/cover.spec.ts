import { describe, expect, test } from '@jest/globals'
import { NO_DESKS } from '@genba/contracts'
import { account } from './account.js'
import { byDesign, clock, outOfService, policyOf, shelf, story, window } from './story.js'
import { compilePolicy, ZONE_SUPPRESSORS_MAX } from './policy.js'
import { CORRELATES } from './tally.js'

describe('a shelf', () => {
  test('hides the alarm until it ends, then tells that the condition still stands', () => {
    const plant = story(policyOf({ shelves: [shelf('08:00', '10:00')] }))
    expect(plant.at('07:59', {}, 'stands').is).toBe('new')
    expect(plant.at('08:00', {}, 'stands')).toMatchObject({ is: 'shelved', by: 'shelf-1', counts: 'support' })
    expect(plant.alarm().state).toEqual({ at: 'shelved', since: clock('08:00'), by: 'shelf-1', condition: 'active' })
    expect(plant.person('08:30', 'acknowledge')).toBe('refused')
    expect(plant.pass('09:59')).not.toContainEqual(expect.objectContaining({ is: 'moved' }))
    expect(plant.pass('10:00')).toEqual([
      { is: 'moved', id: 'p/line-1/press/high/ids-1', from: 'shelved', to: 'unacknowledged', at: clock('10:00') },
      { is: 'stillStanding', id: 'p/line-1/press/high/ids-1', from: 'shelved', at: clock('10:00'), presented: 'shown' },
    ])
  })

  test('that ends over a condition gone by leaves a normal alarm and tells nobody', () => {
    const plant = story(policyOf({ shelves: [shelf('08:00', '10:00')] }))
    plant.at('08:10', {}, 'stands')
    plant.at('09:00', {}, 'returned')
    plant.pass('10:00')
    expect(plant.alarm().state).toEqual({ at: 'normal', since: clock('10:00') })
    expect(plant.told.some(({ is }) => is === 'stillStanding')).toBe(false)
  })

  test('put on and taken off by a changed policy moves the alarm at the times the documents name', () => {
    const plant = story(policyOf({}))
    plant.at('08:00', {}, 'stands')
    plant.pass('08:10')
    plant.changePolicy(policyOf({ shelves: [shelf('08:11', '12:00')] }))
    plant.pass('08:20')
    expect(plant.alarm().state).toMatchObject({ at: 'shelved', since: clock('08:11') })
    plant.changePolicy(policyOf({ shelves: [shelf('08:11', '08:25')] }))
    plant.pass('08:30')
    expect(plant.alarm().state).toEqual({ at: 'unacknowledged', since: clock('08:25') })
  })

  test('ends at the plant’s own limit, and that is told', () => {
    const policy = policyOf({ shelves: [shelf('08:00', '20:00')] })
    expect(policy.faults).toEqual([{ id: 'shelf-1', message: expect.stringContaining('longer than the plant allows') }])
    const plant = story(policy)
    expect(plant.at('15:59').is).toBe('shelved')
    expect(plant.at('16:00').is).toBe('repeat')
    expect(plant.told.at(-1)).toMatchObject({ is: 'stillStanding', at: clock('16:00') })
  })

  test('of a drill hides the drill’s alarm and no real one, and the other way round', () => {
    const plant = story(
      policyOf({
        shelves: [shelf('08:00', '10:00', { drill: 'spring' }), shelf('08:00', '10:00', { id: 'real', asset: 'pump' })],
      }),
    )
    expect(plant.at('08:10').is).toBe('new')
    expect(plant.at('08:10', { drill: 'spring' }).is).toBe('shelved')
    expect(plant.at('08:10', { asset: 'pump' }).is).toBe('shelved')
    expect(plant.at('08:10', { asset: 'pump', drill: 'spring' }).is).toBe('new')
  })
})

describe('nobody hides behind a cover', () => {
  test('a severe alert, or one from a source that the shelf does not name, counts in full', () => {
    const plant = story(policyOf({ shelves: [shelf('08:00', '10:00', { sources: ['10.0.0.5'] })] }))
    const counts = (given: Parameters<typeof plant.at>[1]) => plant.at('08:10', given).counts
    expect(counts({ src: { ip: '10.0.0.5' } })).toBe('support')
    expect(counts({ src: { ip: '10.0.0.6' } })).toBe('full')
    expect(counts({})).toBe('full')
    expect(counts({ src: { ip: '10.0.0.5' }, severity: 80 })).toBe('full')
    expect(account(plant.state()).hidden).toMatchObject([
      { kind: 'shelf', id: 'shelf-1', alerts: 4, full: 3, samples: ['3:0', '3:1', '3:2', '3:3'] },
    ])
  })

  test('no cover takes any alert out of correlation', () => {
    const cells = Object.values(CORRELATES).flatMap((byKind) => Object.values(byKind))
    expect(cells).toHaveLength(12)
    for (const weight of cells) expect(['full', 'support']).toContain(weight)
  })

  test('a network alert counts in full whatever sensor is out of service and whatever was suppressed by design', () => {
    const plant = story(
      policyOf({
        outOfService: [outOfService('08:00')],
        rules: [byDesign({ when: { kind: 'plantState', states: ['stopped'] } })],
        plantStates: { p: [{ from: 0, state: 'stopped' }] },
      }),
    )
    expect(plant.at('08:10', { kind: 'network' })).toMatchObject({ is: 'outOfService', counts: 'full', by: 'out-1' })
    expect(plant.at('08:10')).toMatchObject({ is: 'outOfService', counts: 'support' })
    expect(plant.at('08:10', { kind: 'network', rule: 'low-flow' })).toMatchObject({
      is: 'suppressed',
      kind: 'design',
      counts: 'full',
    })
    expect(plant.at('08:10', { rule: 'low-flow' })).toMatchObject({ is: 'suppressed', counts: 'support' })
  })
})

describe('a maintenance window', () => {
  test('suppresses a zone or one asset from its begin to its end', () => {
    const plant = story(
      policyOf({
        windows: [
          window('08:00', '09:00'),
          window('08:00', '09:00', { id: 'pump-work', zone: 'line-2', asset: 'pump' }),
        ],
      }),
    )
    expect(plant.at('07:59:59').is).toBe('new')
    expect(plant.at('08:00')).toMatchObject({
      is: 'suppressed',
      kind: 'maintenance',
      by: 'window-1',
      counts: 'support',
    })
    expect(plant.alarm().state).toMatchObject({ at: 'suppressedByDesign', kind: 'maintenance', by: 'window-1' })
    expect(plant.at('08:10', { zone: 'line-2', asset: 'pump' }, 'stands').is).toBe('suppressed')
    expect(plant.at('08:10', { zone: 'line-2' }).is).toBe('new')
    expect(plant.at('09:00', { zone: 'line-2', asset: 'pump' }).is).toBe('repeat')
    expect(plant.told).toContainEqual({
      is: 'stillStanding',
      id: 'p/line-2/pump/high/ids-1',
      from: 'suppressedByDesign',
      at: clock('09:00'),
      presented: 'shown',
    })
  })

  test('yields to a shelf and to out of service, which answer for the alarm', () => {
    const plant = story(
      policyOf({
        windows: [window('08:00', '12:00')],
        shelves: [shelf('08:30', '11:00')],
        outOfService: [outOfService('09:00', { until: clock('10:00') })],
      }),
    )
    expect(['08:00', '08:30', '09:00', '10:00', '11:00', '12:00'].map((time) => plant.at(time).is)).toEqual([
      'suppressed',
      'shelved',
      'outOfService',
      'shelved',
      'suppressed',
      'new',
    ])
  })
})

describe('suppressed by design', () => {
  test('while the cause stands its consequence on the same asset is hidden, and shown again when it has gone', () => {
    const plant = story(policyOf({ rules: [byDesign({ releaseMs: 60_000 })] }))
    expect(plant.at('08:00', { rule: 'trip' }, 'stands').is).toBe('new')
    expect(plant.at('08:01', { rule: 'low-flow' }, 'stands')).toMatchObject({
      is: 'suppressed',
      by: 'trip-hides-low-flow',
    })
    expect(plant.at('08:01', { rule: 'low-flow', asset: 'pump' }).is).toBe('new')
    plant.at('09:00', { rule: 'trip' }, 'returned')
    plant.pass('09:00:30')
    expect(plant.alarm({ rule: 'low-flow' }).state.at).toBe('suppressedByDesign')
    expect(plant.pass('09:01')).toContainEqual({
      is: 'stillStanding',
      id: 'p/line-1/press/low-flow/ids-1',
      from: 'suppressedByDesign',
      at: clock('09:01'),
      presented: 'shown',
    })
  })

  test('a cause on any asset hides, also one that came first, until its silence', () => {
    const plant = story(policyOf({ rules: [byDesign({ when: { kind: 'alarm', rule: 'trip', asset: 'any' } })] }))
    expect(plant.at('08:00', { rule: 'low-flow' }, 'stands').is).toBe('new')
    plant.at('08:01', { rule: 'trip', asset: 'pump' })
    expect(plant.at('08:02', { rule: 'low-flow' }, 'stands').is).toBe('suppressed')
    plant.pass('08:16')
    expect(plant.alarm({ rule: 'low-flow' }).state).toEqual({ at: 'unacknowledged', since: clock('08:16') })
  })

  test('an evicted cause hides no longer: nobody would tell its end', () => {
    const plant = story(policyOf({ rules: [byDesign()] }), { alarmsMax: 2 })
    plant.at('08:00', { rule: 'trip' }, 'stands')
    plant.at('08:01', { rule: 'low-flow' }, 'stands')
    plant.person('08:02', 'acknowledge', { rule: 'trip' })
    plant.at('08:03', { rule: 'other' }, 'stands')
    plant.at('08:04', { rule: 'another' }, 'stands')
    expect(plant.at('08:05', { rule: 'low-flow' }, 'stands').is).toBe('new')
  })

  test('a plant’s state hides what is normal in it', () => {
    const rules = [byDesign({ when: { kind: 'plantState', states: ['stopped', 'changeover'] }, releaseMs: 120_000 })]
    const plantStates = {
      p: [
        { from: 0, state: 'running' as const },
        { from: clock('08:00'), state: 'stopped' as const },
        { from: clock('09:00'), state: 'running' as const },
      ],
    }
    const plant = story(policyOf({ rules, plantStates }))
    expect(['07:59', '08:00', '09:01', '09:20'].map((time) => plant.at(time, { rule: 'low-flow' }).is)).toEqual([
      'new',
      'suppressed',
      'suppressed',
      'new',
    ])
    expect(plant.told).toContainEqual({
      is: 'stillStanding',
      id: 'p/line-1/press/low-flow/ids-1',
      from: 'suppressedByDesign',
      at: clock('09:02'),
      presented: 'shown',
    })
  })

  test('of more suppressors than a zone may have those that end first hide nothing and are told', () => {
    const shelves = Array.from({ length: ZONE_SUPPRESSORS_MAX + 1 }, (_, n) =>
      shelf('08:00', n === ZONE_SUPPRESSORS_MAX ? '08:59' : '09:00', { id: `s${n}`, rule: `r${n}` }),
    )
    const policy = policyOf({ shelves })
    expect(policy.faults).toEqual([
      { id: `s${ZONE_SUPPRESSORS_MAX}`, message: expect.stringContaining('hides nothing') },
    ])
    const plant = story(policy)
    expect(plant.at('08:01', { rule: 'r0' }).is).toBe('shelved')
    expect(plant.at('08:01', { rule: `r${ZONE_SUPPRESSORS_MAX}` }).is).toBe('new')
    expect(
      compilePolicy({
        shelves: [],
        outOfService: [],
        windows: [],
        rules: [],
        plantStates: {},
        latched: [],
        seats: { desks: NO_DESKS },
      }).faults,
    ).toEqual([])
  })
})
