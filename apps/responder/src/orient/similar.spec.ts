import { describe, expect, it } from '@jest/globals'
import { sampleIncident } from '../testing/samples.js'
import { similar, type Past } from './similar.js'

const past = (incident: string, part: Partial<Past>): Past => ({
  incident,
  title: { ja: '_', en: '_' },
  closedAt: 1,
  outcome: 'finished',
  loops: 1,
  did: [],
  rules: [],
  techniques: [],
  zones: [],
  ...part,
})
const rule = { id: 'recon-then-write', title: { ja: '_', en: '_' }, techniques: [] }
const now = sampleIncident({
  signals: [{ rule }] as never,
  techniques: ['T0855', 'T0846'],
  zones: ['line-1'],
})

describe('similar incidents', () => {
  it('are those that share rules, techniques and zones, the likest first, with what was done', () => {
    const did = [{ ja: '遮断', en: 'Block' }]
    const found = similar(now, [
      past('zone only', { zones: ['line-1'] }),
      past('same rule', { rules: [rule.id] }),
      past('the same', { rules: [rule.id], techniques: ['T0846', 'T0855'], zones: ['line-1'], did }),
      past('i', { rules: [rule.id] }),
    ])
    expect(found.map(({ incident, likeness }) => [incident, likeness])).toEqual([
      ['the same', 1],
      ['same rule', 0.5],
    ])
    expect(found[0]).toMatchObject({ did })
  })
  it('are at most three, and of equals the newest', () => {
    const found = similar(
      now,
      [1, 2, 3, 4, 5].map((n) => past(`p${n}`, { rules: [rule.id], closedAt: n })),
    )
    expect(found.map(({ incident }) => incident)).toEqual(['p5', 'p4', 'p3'])
  })
})
