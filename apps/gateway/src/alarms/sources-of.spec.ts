import { SHELF_SOURCES_MAX } from '@genba/contracts'
import { expect, test } from '@jest/globals'
import { sourcesOf } from './sources-of.js'

test('a shelf notes each address once, and none of an alarm that names no source', () => {
  const from = (ip: string, mac?: string) => ({ src: { ip, ...(mac === undefined ? {} : { mac }) } })
  expect(sourcesOf([from('10.0.0.1', 'aa:bb'), from('10.0.0.1'), {}, from('10.0.0.2')])).toEqual([
    '10.0.0.1',
    'aa:bb',
    '10.0.0.2',
  ])
  expect(sourcesOf([{}])).toEqual([])
  expect(sourcesOf(Array.from({ length: 80 }, (_, n) => from(`10.0.1.${n}`)))).toHaveLength(SHELF_SOURCES_MAX)
})
