import { describe, expect, test } from '@jest/globals'
import { desksOf, zoneId, type Desks } from '@genba/contracts'
import { account } from './account.js'
import { openPolicy, type AlarmPolicy } from './policy.js'
import { isAtHome, takePositions } from './read-position.js'
import { ALARM_DEFAULTS } from './settings.js'
import { restore, snapshot, type AlarmSnapshot } from './snapshot.js'
import { clock, policyOf, story } from './story.js'

const ZONES = Array.from({ length: 10 }, (_, n) => `line-${n}`)
const atHall = (zones: readonly string[]): Desks => new Map(zones.map((zone) => [zoneId('p', zone), 'hall']))
const HALL = policyOf({ seats: { desks: atHall(ZONES) } })

/** Eight alarms in each of ten zones, one every seven seconds: in none of them more than eight in ten minutes. */
const EIGHTY = Array.from({ length: 80 }, (_, n) => ({
  zone: ZONES[n % 10]!,
  rule: `r${Math.floor(n / 10)}`,
  asset: `a${n}`,
  second: n * 7,
}))
const timeOf = (second: number) =>
  `08:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`
const tell = (plant: ReturnType<typeof story>, alarms = EIGHTY) =>
  alarms.map(({ second, ...given }) => plant.at(timeOf(second), given, 'stands').is)
const again = (plant: ReturnType<typeof story>, policy: AlarmPolicy, change = (kept: AlarmSnapshot) => kept) =>
  plant.replaceState(
    restore(ALARM_DEFAULTS, policy, 3, change(JSON.parse(JSON.stringify(snapshot(plant.state()))) as AlarmSnapshot)),
  )

describe('the desk of ten zones with eight alarms each in ten minutes', () => {
  test('is flooded from the eleventh on, and folds them onto lines of zones', () => {
    const plant = story(HALL)
    expect(tell(plant)).toEqual([...Array<string>(10).fill('new'), ...Array<string>(70).fill('folded')])
    expect(plant.told).toContainEqual({ is: 'floodBegan', position: 'p/@hall', at: clock('08:01:10') })
    expect(account(plant.state()).floods).toMatchObject([{ position: 'p/@hall', alarms: 70, by: 'zone' }])
    expect(account(plant.state()).floods[0]!.groups.map(({ alarms }) => alarms)).toEqual(Array(10).fill(7))
  })

  test('is not where each zone is a position of its own', () => {
    expect(new Set(tell(story()))).toEqual(new Set(['new']))
  })

  test('is flooded until fewer than five came in ten minutes, whichever zone they came in', () => {
    const plant = story(HALL)
    tell(plant)
    // The fifth newest came at 08:08:45.
    expect(plant.pass('08:18:44').map(({ is }) => is)).not.toContain('floodEnded')
    expect(plant.pass('08:19')).toContainEqual(
      expect.objectContaining({
        is: 'floodEnded',
        position: 'p/@hall',
        flood: expect.objectContaining({ to: clock('08:18:45') }),
      }),
    )
  })

  test('comes to the same in every order within the lateness', () => {
    const counts = (alarms: typeof EIGHTY) => {
      const plant = story(HALL)
      tell(plant, alarms)
      const [position] = takePositions(plant.state(), 100)
      return { counts: position!.counts, periods: position!.periods, newest: position!.newest }
    }
    // Nobody overtakes anybody by more than 16 places, 112 seconds.
    const mixed = EIGHTY.map((each, n) => [n + ((Math.imul(n + 1, 0x9e3779b1) >>> 0) % 17), each] as const)
    mixed.sort((a, b) => a[0] - b[0])
    expect(mixed.map(([, each]) => each)).not.toEqual(EIGHTY)
    expect(counts(mixed.map(([, each]) => each))).toEqual(counts(EIGHTY))
  })

  test('has one document, with where the alerts of all its zones went', () => {
    const plant = story(HALL)
    tell(plant)
    expect(takePositions(plant.state(), 100)).toMatchObject([
      {
        id: 'p/@hall',
        desk: 'hall',
        zones: ZONES,
        counts: { new: 10, folded: 70 },
        flood: { at: 'flooding', alarms: 70 },
      },
    ])
    expect(takePositions(plant.state(), 100)).toEqual([])
    plant.at('08:10', { zone: 'line-1', drill: 'd' })
    expect(takePositions(plant.state(), 100)).toMatchObject([{ id: 'p/line-1~d', zone: 'line-1', counts: { new: 1 } }])
  })

  test('is told of once after a restart, and floods on', () => {
    const plant = story(HALL)
    tell(plant, EIGHTY.slice(0, 40))
    again(plant, HALL)
    expect(tell(plant, EIGHTY.slice(40))).toEqual(Array(40).fill('folded'))
    expect(account(plant.state()).floods).toMatchObject([{ position: 'p/@hall', alarms: 70 }])
    expect(takePositions(plant.state(), 100)).toHaveLength(1)
  })
})

describe('documents of positions', () => {
  test('are written in turn, whoever changes all the time', () => {
    const plant = story()
    const written: string[] = []
    for (let turn = 0; turn < 5; turn++) {
      tell(plant, EIGHTY.slice(turn * 10, turn * 10 + 10))
      written.push(...takePositions(plant.state(), 2).map(({ zone }) => String(zone)))
    }
    expect([...written].sort()).toEqual([...ZONES].sort())
  })
})

describe('a zone that comes to a desk', () => {
  const fromBefore = ({ desks: _, ...kept }: AlarmSnapshot): AlarmSnapshot => kept

  test('is taken up from a checkpoint of before there were desks: its alarms stand, the desk begins quiet', () => {
    const plant = story()
    tell(plant)
    again(plant, HALL, fromBefore)
    plant.changePolicy(HALL)
    expect(account(plant.state())).toMatchObject({ standing: { rows: 80, alerts: 80 }, floods: [] })
    expect(plant.at('08:10', { zone: 'line-1', rule: 'r0', asset: 'a1' }, 'stands').is).toBe('repeat')
    expect(plant.at('08:10', { zone: 'line-1', rule: 'next' }, 'stands').is).toBe('new')
    expect(takePositions(plant.state(), 100)).toMatchObject([{ id: 'p/@hall', counts: { new: 81, repeat: 1 } }])
  })

  test('leaves its own position, and the desk when it goes again; who goes last closes the desk', () => {
    const plant = story(HALL)
    tell(plant)
    plant.changePolicy(policyOf({ seats: { desks: atHall(ZONES.slice(1)) } }))
    expect(plant.at('08:10', { zone: 'line-0', rule: 'next' }).is).toBe('new')
    expect(plant.at('08:10', { zone: 'line-1', rule: 'next' }).is).toBe('folded')
    plant.changePolicy(openPolicy())
    plant.pass('08:11')
    expect(plant.state().zones.desks.size).toBe(0)
  })
})

describe('a zone whose alerts go to another partition since its desk changed', () => {
  const partitionOf = (key: string) => (key === 'p/@hall' ? 9 : 3)
  const desks = desksOf([
    {
      id: 'p',
      alarms: {
        suppression: [],
        latched: [],
        positions: [{ id: 'hall', name: { ja: '卓', en: 'Hall' }, zones: ['line-1'] }],
      },
    },
  ])

  test('keeps what it has here until it runs out; its position is told there alone', () => {
    const plant = story(policyOf({ seats: { desks: new Map(), partitionOf } }))
    plant.at('08:00', { zone: 'line-1' })
    plant.at('08:00', { zone: 'line-2' })
    takePositions(plant.state(), 100)
    plant.changePolicy(policyOf({ seats: { desks, partitionOf } }))
    plant.pass('08:20')
    expect(plant.alarm({ zone: 'line-1' }).state.at).toBe('returnedUnacknowledged')
    expect(['line-1', 'line-2'].map((zone) => isAtHome(plant.state(), { plant: 'p', zone }))).toEqual([false, true])
    plant.at('08:20', { zone: 'line-1' })
    plant.at('08:20', { zone: 'line-2' })
    expect(takePositions(plant.state(), 100).map(({ id }) => id)).toEqual(['p/line-2'])
  })
})
