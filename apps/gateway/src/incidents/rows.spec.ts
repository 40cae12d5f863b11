import { describe, expect, test } from '@jest/globals'
import { IncidentRow } from '@genba/contracts'
import { doingOf } from '../responses/doing.js'
import { approval, incident, response } from '../testing/samples.js'
import { factsOf } from './facts.js'
import { cursorOf } from './page.js'
import { Rows } from './rows.js'

const facts = (version: number, more = {}) => factsOf(incident({ version, lastAt: version, ...more }))
const doing = (version: number, more = {}) => doingOf(response({ version, ...more }))
const ID = incident().id

describe('the rows of open incidents', () => {
  test('join an incident with what its response does', () => {
    const rows = new Rows()
    rows.putFacts(facts(1))
    const row = rows.putDoing(ID, doing(1, { approvals: [approval()] }))
    expect(IncidentRow.strict().parse(row)).toEqual(row)
    expect(row).toMatchObject({
      version: 1,
      response: {
        version: 1,
        state: 'running',
        waiting: [{ id: 'a1', roles: ['shift-leader', 'plant-engineer'], dueAt: 900_020, answered: [] }],
        phaseSince: 20,
      },
    })
  })

  test('are the same in whatever order and however often their parts come', () => {
    const puts = [
      (rows: Rows) => rows.putFacts(facts(1)),
      (rows: Rows) => rows.putFacts(facts(2)),
      (rows: Rows) => rows.putDoing(ID, doing(1)),
      (rows: Rows) => rows.putDoing(ID, doing(2)),
    ]
    for (const order of permutations(puts)) {
      const rows = new Rows()
      rows.putFacts(facts(0))
      for (const put of [...order, ...order]) put(rows)
      expect(rows.list('*', 10)).toMatchObject([{ version: 2, response: { version: 2 } }])
    }
  })

  test('tell that nothing changed', () => {
    const rows = new Rows()
    expect(rows.putFacts(facts(1))).toBeDefined()
    expect(rows.putFacts(facts(1))).toBeUndefined()
    expect(rows.putDoing('unknown', doing(1))).toBeUndefined()
  })

  test('leave out a closed incident, and a late message does not open it again', () => {
    const rows = new Rows()
    rows.putFacts(facts(1))
    expect(rows.putFacts(facts(3, { state: 'closed' }))).toMatchObject({ state: 'closed' })
    expect(rows.putFacts(facts(2))).toBeUndefined()
    expect(rows.list('*', 10)).toEqual([])
  })

  test('show a person only their plants, newest first and not more than asked', () => {
    const rows = new Rows()
    for (const [at, plant] of ['p1', 'p2', 'p1', 'p3'].entries()) rows.putFacts(facts(at, { id: `i${at}`, plant }))
    expect(rows.list(['p1', 'p3'], 10).map(({ id }) => id)).toEqual(['i3', 'i2', 'i0'])
    expect(rows.list('*', 2).map(({ id }) => id)).toEqual(['i3', 'i2'])
    expect(rows.list([], 2)).toEqual([])
  })

  test('come page by page without a gap and none twice, also of one moment', () => {
    const rows = new Rows()
    for (let n = 0; n < 23; n++)
      rows.putFacts(factsOf(incident({ version: 1, id: `i${n}`, lastAt: Math.floor(n / 4) })))
    const seen: string[] = []
    for (let after: string | undefined; ;) {
      const page = rows.list('*', 5, after)
      seen.push(...page.map(({ id }) => id))
      const last = page.at(-1)
      if (!last) break
      after = cursorOf(last)
    }
    expect(seen).toEqual(rows.list('*', 99).map(({ id }) => id))
    expect(new Set(seen).size).toBe(23)
  })

  test('are bounded and count what they left out', () => {
    const rows = new Rows({ rows: 2, closed: 1 })
    for (const id of ['a', 'b', 'c']) rows.putFacts(facts(1, { id }))
    expect(
      rows
        .list('*', 9)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['b', 'c'])
    expect(rows.evicted).toBe(1)
  })
})

function permutations<T>(items: T[]): T[][] {
  if (items.length <= 1) return [items]
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]))
}
