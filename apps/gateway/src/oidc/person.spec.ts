import { describe, expect, test } from '@jest/globals'
import type { OidcGrant } from './config.js'
import { displayNameOf, grantsOf, nameOf } from './person.js'

const TABLE: OidcGrant[] = [
  { value: 'soc', role: 'soc-analyst', plants: '*' },
  { value: 'p1-shift', role: 'shift-leader', plants: ['p1'] },
  { value: 'p2-shift', role: 'shift-leader', plants: ['p2'] },
]

describe('what a provider says of a person', () => {
  test('gives the grants of the table and no other', () => {
    expect(grantsOf({ groups: ['p1-shift', 'golf', 'soc'] }, 'groups', TABLE)).toEqual([
      { role: 'soc-analyst', plants: '*' },
      { role: 'shift-leader', plants: ['p1'] },
    ])
    expect(grantsOf({ role: 'p2-shift' }, 'role', TABLE)).toEqual([{ role: 'shift-leader', plants: ['p2'] }])
    for (const claims of [{}, { groups: 'SOC' }, { groups: { soc: true } }, { groups: [['soc']] }])
      expect(grantsOf(claims, 'groups', TABLE)).toEqual([])
  })

  test.each([
    ['Yamada.Taro@example.jp', 'yamada.taro@example.jp'],
    ['  EXAMPLE\\t.suzuki ', 'example-t.suzuki'],
    ['鈴木', '鈴木'],
    ['../admin', '..-admin'],
    ['///', undefined],
    [7, undefined],
  ])('calls %s %s', (held, name) => {
    expect(nameOf({ n: held }, 'n')).toBe(name)
  })

  test('shows the name of the profile, else the name here', () => {
    expect(displayNameOf({ name: '山田 太郎' }, 'x')).toEqual({ ja: '山田 太郎', en: '山田 太郎' })
    expect(displayNameOf({}, 'yamada')).toEqual({ ja: 'yamada', en: 'yamada' })
  })
})
