import { describe, expect, it } from '@jest/globals'
import type { Incident, IncidentPage, Plant } from '@genba/contracts'
import { laneTitle } from './lane-title.js'
import { pictureOf, pictureOfAll } from './picture.js'
import { zoneLayout } from './zone-layout.js'

const importance = { bc: 'high', s: 'high', q: 'high', d: 'high', c: 'high' } as const
const text = (ja: string): { ja: string; en: string } => ({ ja, en: ja })
const zone = (id: string, network: string): Plant['zones'][number] => ({
  id,
  name: text(id),
  network,
  importance,
  addresses: [],
})
const conduit = (id: string, from: string, to: string): Plant['conduits'][number] => ({
  id,
  name: text(id),
  from,
  to,
  direction: 'from-to',
  flows: [{ protocol: 'tcp' }],
})

const plant: Plant = {
  v: 1,
  id: 'p',
  name: text('工場'),
  timeZone: 'Asia/Tokyo',
  state: 'running',
  networks: [
    { id: 'field', name: text('設備系'), kind: 'equipment' },
    { id: 'office', name: text('情報系'), kind: 'information' },
  ],
  zones: [zone('line-a', 'field'), zone('line-b', 'field'), zone('oa', 'office')],
  conduits: [conduit('c1', 'oa', 'line-a'), conduit('c2', 'line-a', 'line-b'), conduit('c3', 'oa', 'gone')],
  assets: [],
  processes: [],
  data: [],
}

const incident = {
  zones: ['line-a', 'oa'],
  assets: [],
  spread: [{ zone: 'oa', from: 'line-a', conduit: 'c1', shared: '10.0.0.5', at: 1 }],
  groups: [
    { zone: 'line-a', count: 3 },
    { zone: 'line-a', count: 4 },
  ],
} as unknown as Incident

describe('the zone map', () => {
  const layout = zoneLayout(plant, pictureOf({ incident }))

  it('has the information network above the equipment', () => {
    expect(layout.lanes.map(({ network }) => network.id)).toEqual(['office', 'field'])
  })
  it('keeps every zone inside its lane', () => {
    for (const placed of layout.zones) {
      const lane = layout.lanes.find(({ network }) => network.id === placed.zone?.network)
      expect(placed.y).toBeGreaterThanOrEqual(lane?.y ?? Infinity)
      expect(placed.y + placed.height).toBeLessThanOrEqual((lane?.y ?? 0) + (lane?.height ?? 0))
      expect(placed.x + placed.width).toBeLessThanOrEqual(lane?.width ?? 0)
    }
  })
  it('draws a spread in the direction in which it went, even against the conduit', () => {
    expect(layout.conduits[0]).toEqual({
      id: 'c1',
      source: 'line-a',
      target: 'oa',
      sourceSide: 'top',
      targetSide: 'bottom',
      spread: 1,
    })
  })
  it('joins neighbours at their sides and leaves out a conduit to nowhere', () => {
    expect(layout.conduits.map(({ id, sourceSide }) => `${id} ${sourceSide}`)).toEqual(['c1 top', 'c2 right'])
  })
  it('has the name of a network where no conduit comes in', () => {
    const aligns = layout.lanes.map((lane) => laneTitle(lane, layout).align)
    expect(aligns).toEqual(['left', 'right'])
  })
  it('adds the alerts of a zone', () => expect(layout.zones.find(({ id }) => id === 'line-a')?.alerts).toBe(7))
})

describe('a zone', () => {
  const page = (zones: string[], reach: string[]): IncidentPage =>
    ({
      incident: { zones, spread: [], groups: [], assets: [] },
      response: { impact: { reach: reach.map((zone) => ({ zone, hops: 2 })) } },
    }) as unknown as IncidentPage

  it('is the origin, a spread, in reach or calm', () => {
    const { marks } = pictureOf(page(['a', 'b'], ['b', 'c']))
    expect(['a', 'b', 'c', 'd'].map((id) => marks.get(id))).toEqual([
      { at: 'origin' },
      { at: 'spread', n: 1 },
      { at: 'reach', hops: 2 },
      undefined,
    ])
  })
  it('shows the worst of what several incidents say about it', () => {
    const { marks } = pictureOfAll([page(['a'], ['b']), page(['b', 'c'], ['a'])])
    expect([marks.get('a')?.at, marks.get('b')?.at, marks.get('c')?.at]).toEqual(['origin', 'origin', 'spread'])
  })
})

describe('a map with assets', () => {
  const asset = { id: 'plc', name: text('PLC'), zone: 'line-a', kind: 'line-controller' } as Plant['assets'][number]
  const picture = { ...pictureOf({ incident }), assets: new Set(['plc']) }
  const layout = zoneLayout({ ...plant, assets: [asset] }, picture, { hasAssets: true, pins: { oa: { x: 11, y: 12 } } })
  const at = (id: string) => layout.zones.find((zone) => zone.id === id)

  it('gives a zone room for its assets, and says which are hit', () => {
    expect(at('line-a')?.assets).toEqual([{ asset, isHit: true }])
    expect(at('line-a')?.height).toBeGreaterThan(at('oa')?.height ?? Infinity)
  })
  it('has a zone where somebody put it', () => expect(at('oa')).toMatchObject({ x: 11, y: 12 }))
})
