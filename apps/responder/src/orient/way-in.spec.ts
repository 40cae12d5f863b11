import { describe, expect, it } from '@jest/globals'
import { sampleIncident, samplePlant } from '../testing/samples.js'
import { wayIn } from './way-in.js'

describe('the way into a zone', () => {
  it.each([
    [
      'is the conduit that the incident spread through',
      { spread: [{ zone: 'line-1', from: 'service', conduit: 'service-line-1', shared: 'x', at: 1 }] },
      'service-line-1',
      'spread',
    ],
    ['leads from where an actor is', { actors: ['asset:laptop'] }, 'service-line-1', 'actors'],
    ['leads from a zone that was hit before', { zones: ['service', 'line-1'] }, 'service-line-1', 'actors'],
    ['is the first that leads there when nobody knows more', {}, 'scada-line-1', 'only-way'],
  ])('%s', (_, part, conduit, because) => {
    expect(wayIn(samplePlant, sampleIncident(part), 'line-1')).toEqual({ conduit, because })
  })
  it('is unknown where no conduit leads', () => {
    expect(wayIn(samplePlant, sampleIncident(), 'island')).toBeUndefined()
  })
})
