import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readCondition } from './condition/read-condition.js'
import { readPlaybook } from './read-playbook.js'

const text = readFileSync(new URL('../../playbooks/controller-tampering.json', import.meta.url), 'utf8')

describe('whatever comes in', () => {
  it('a condition is read or refused, never thrown', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        (junk) => typeof readCondition(`__a__:value = '${junk}`).ok === 'boolean',
      ),
    )
  })
  it('a file is read or refused with its name', () => {
    const isAnswered = (json: string): boolean => {
      const read = readPlaybook(json, 'x.json')
      return read.ok || (read.faults.length > 0 && read.faults.every((fault) => fault.startsWith('x.json ')))
    }
    fc.assert(fc.property(fc.json({ maxDepth: 3 }), isAnswered))
    // A good file with one value replaced by another of its values: references to what is not there, types in wrong places.
    const leaves = [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([leaf]) => leaf)
    const spoiled = fc
      .tuple(fc.constantFrom(...leaves), fc.constantFrom(...leaves, 'null', '0', '{}', '[]'))
      .map(([a, b]) => text.replace(a, b))
    fc.assert(fc.property(spoiled, isAnswered), { numRuns: 300 })
    expect(isAnswered(text)).toBe(true)
  })
})
