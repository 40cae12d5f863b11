import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Plant } from '@genba/contracts'
import fc from 'fast-check'
import { spell } from './address.js'
import { PLACE_CACHE_MAX, placeIndex } from './place-index.js'
import { readPlant } from './read-plant.js'

const plant = readPlant(
  readFileSync(join(import.meta.dirname, '../plants/model-factory.yml'), 'utf8'),
  'model-factory.yml',
)
const withAddresses = (zones: Record<string, string[]>, assets: Record<string, string[]> = {}): Plant => ({
  ...plant,
  zones: Object.entries(zones).map(([id, addresses]) => ({ ...plant.zones[0]!, id, addresses })),
  assets: Object.entries(assets).map(([id, addresses]) => ({
    ...plant.assets[0]!,
    id,
    zone: Object.keys(zones)[0]!,
    addresses,
  })),
})

describe('an address is placed', () => {
  test('at its asset, else in the zone of its network, else nowhere', () => {
    const { place } = placeIndex(plant)
    expect(place('10.10.61.11')).toEqual({ zone: 'line-1', asset: 'line-1-mounter-plc' })
    expect(place('10.10.61.200')).toEqual({ zone: 'line-1' })
    expect(place('192.0.2.1')).toBeUndefined()
  })
  test('by the longest network', () => {
    const { place } = placeIndex(
      withAddresses({ all: ['0.0.0.0/0'], wide: ['10.0.0.0/8'], near: ['10.1.0.0/16'], host: ['10.1.2.3'] }),
    )
    expect(['9.9.9.9', '10.9.9.9', '10.1.9.9', '10.1.2.3'].map((address) => place(address)?.zone)).toEqual([
      'all',
      'wide',
      'near',
      'host',
    ])
  })
  test('at the asset where an asset and a zone claim the same network', () => {
    expect(placeIndex(withAddresses({ cell: ['10.1.0.0/24'] }, { robot: ['10.1.0.0/24'] })).place('10.1.0.7')).toEqual({
      zone: 'cell',
      asset: 'robot',
    })
  })
  test('however it is written', () => {
    const { place } = placeIndex(
      withAddresses({ six: ['fd00::/64', '::1'] }, { plc: ['00:80:F4:0E:10:FC', '10.1.1.1'] }),
    )
    for (const six of ['fd00::a', 'FD00:0:0:0::A', 'fd00::a%eth0', '0000:0000:0000:0000:0000:0000:0000:0001'])
      expect(place(six)?.zone).toBe('six')
    for (const plc of ['00:80:f4:0e:10:fc', '00-80-F4-0E-10-FC', '0080.f40e.10fc', '::ffff:10.1.1.1'])
      expect(place(plc)?.asset).toBe('plc')
  })
  test('nowhere when it is none', () => {
    const { place } = placeIndex(withAddresses({ all: ['0.0.0.0/0'] }))
    for (const text of [
      '',
      '10',
      '10.1',
      '10.1.1',
      '0x7f.0.0.1',
      '010.1.1.1',
      'plc-1',
      '10.1.1.1.1',
      'x'.repeat(1_000),
    ])
      expect(place(text)).toBeUndefined()
  })
  test('as a plain search through all networks would place it', () => {
    const network = fc
      .tuple(fc.nat(3), fc.nat(3), fc.integer({ min: 0, max: 32 }))
      .map(([a, b, bits]) => `10.${a}.${b}.0/${bits}`)
    fc.assert(
      fc.property(
        fc.uniqueArray(network, { minLength: 1, maxLength: 12 }),
        fc.nat(3),
        fc.nat(3),
        fc.nat(255),
        (networks, a, b, c) => {
          const address = [10, a, b, c]
          const value = (bytes: readonly number[]) => bytes.reduce((sum, byte) => sum * 256 + byte, 0)
          const covers = (each: string) => {
            const [base, bits] = each.split('/')
            const size = 2 ** (32 - Number(bits))
            return Math.floor(value(base!.split('.').map(Number)) / size) === Math.floor(value(address) / size)
          }
          const longest = networks.filter(covers).reduce((most, each) => Math.max(most, Number(each.split('/')[1])), -1)
          const found = placeIndex(
            withAddresses(Object.fromEntries(networks.map((each, n) => [`z${n}`, [each]]))),
          ).place(address.join('.'))
          const foundBits = found ? Number(networks[Number(found.zone.slice(1))]!.split('/')[1]) : -1
          expect(foundBits).toBe(longest)
        },
      ),
    )
  })
  test('in bounded memory, and what was forgotten is counted', () => {
    const { place, evicted } = placeIndex(plant)
    for (let n = 0; n < PLACE_CACHE_MAX * 1.5; n++) place(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`)
    expect(evicted()).toBeGreaterThan(0)
    expect(place('10.10.61.11')?.asset).toBe('line-1-mounter-plc')
  })
})

test('one host has one spelling', () => {
  expect(
    [
      '0000:0000:0000:0000:0000:0000:0000:0001',
      'FD00::A',
      '::ffff:10.1.1.1',
      '00-80-F4-0E-10-FC',
      '10.1.1.1',
      'plc-1',
    ].map(spell),
  ).toEqual(['::1', 'fd00::a', '10.1.1.1', '00:80:f4:0e:10:fc', '10.1.1.1', 'plc-1'])
})
