import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { PlantFileError, readPlant } from './read-plant.js'

const FILE = readFileSync(join(import.meta.dirname, '../plants/model-factory.yml'), 'utf8')
const plant = readPlant(FILE, 'model-factory.yml')

/** The messages for the model factory with `from` replaced by `to`. */
function faults(from: string, to: string): string {
  expect(FILE).toContain(from)
  try {
    readPlant(FILE.replace(from, to), 'model-factory.yml')
  } catch (error) {
    if (error instanceof PlantFileError) return error.message
    throw error
  }
  throw new Error('read without a fault')
}
const lineOf = (text: string) => FILE.slice(0, FILE.indexOf(text)).split('\n').length

describe('the model factory', () => {
  test('has the networks, business processes, data and devices of the guideline', () => {
    expect(plant.networks.map((network) => network.kind)).toEqual(['equipment', 'production-control', 'information'])
    expect([plant.processes.length, plant.data.length, plant.zones.length]).toEqual([9, 8, 10])
    const kinds = new Set(plant.assets.map((asset) => asset.kind))
    for (const kind of [
      'vpn-firewall',
      'wireless-ap',
      'mes-server',
      'line',
      'line-controller',
      'scada',
      'maintenance-terminal',
      'agv',
      'agv-control-pc',
      'automated-warehouse',
      'warehouse-remote-maintenance-server',
      'oa-server',
      'oa-terminal',
    ])
      expect(kinds).toContain(kind)
    expect(plant.assets.find((asset) => asset.id === 'maintenance-terminal')?.alwaysConnected).toBe(false)
  })

  test('holds safety high where machines move among people, and medium at the enclosed lines', () => {
    const safety = (kind: string) =>
      new Set(plant.assets.filter((asset) => asset.kind === kind).map((asset) => asset.importance.s))
    expect([safety('agv'), safety('automated-warehouse'), safety('line')]).toEqual([
      new Set(['high']),
      new Set(['high']),
      new Set(['medium']),
    ])
  })

  test('uses every business process and every kind of data', () => {
    const used = (key: 'processes' | 'data') => [...new Set(plant.assets.flatMap((asset) => asset[key]))].sort()
    expect(used('processes')).toEqual(plant.processes.map(({ id }) => id).sort())
    expect(used('data')).toEqual(plant.data.map(({ id }) => id).sort())
  })
})

describe('a fault in a plant file is named with its line', () => {
  test('suppression by design that names no zone of the plant, or the same id twice', () => {
    const from = 'zones: [line-1, line-2]\n      when'
    expect(faults(from, from.replace('line-2', 'line-x'))).toMatch(
      new RegExp(`^model-factory.yml:${lineOf(from)} alarms.suppression.0.zones.1: no zone "line-x"; known: `),
    )
    expect(faults("suppress: ['anomaly:frozen']", 'suppress: []')).toContain('alarms.suppression.0.suppress')
  })

  test('a desk with a zone that the plant does not have, or that another desk has', () => {
    const from = 'zones: [line-1, line-2, line-3]'
    const line = lineOf(from) + 1
    const gate = (zones: string, id = 'gate') =>
      `${from}\n    - { id: ${id}, name: { ja: 門操作卓, en: Gate }, zones: ${zones} }`
    expect(faults(from, gate('[dmz, line-x]'))).toMatch(
      new RegExp(`^model-factory.yml:${line} alarms.positions.1.zones.1: no zone "line-x"; known: `),
    )
    expect(faults(from, gate('[line-2]'))).toBe(
      `model-factory.yml:${line} alarms.positions.1.zones.0: zone "line-2" is at "lines" and "gate"; keep it at one desk, once`,
    )
    expect(faults(from, gate('[dmz, dmz]'))).toContain('is named twice at "gate"')
    expect(faults(from, gate('[dmz]', 'lines'))).toContain('"lines" is used twice')
  })

  test('a misspelt zone of an asset', () => {
    const text = 'zone: production-control\n    kind: mes-server'
    expect(faults(text, text.replace('production-control', 'produktion'))).toBe(
      `model-factory.yml:${lineOf(text)} assets.7.zone: no zone "produktion"; known: ${plant.zones.map(({ id }) => id).join(', ')}`,
    )
  })
  test('a conduit that ends nowhere', () =>
    expect(faults('to: transport', 'to: nowhere')).toContain('conduits.9.to: no zone "nowhere"'))
  test('a network that is not there', () =>
    expect(faults('network: information', 'network: internet')).toContain('zones.0.network: no network "internet"'))
  test('two assets with one address, however it is written', () => {
    expect(faults('addresses: [10.10.40.20]', 'addresses: [10.10.40.10/32]')).toMatch(
      /^model-factory\.yml:\d+ .*claimed by "scada" and "agv-control-pc"/,
    )
  })
  test('one id used twice', () => expect(faults('id: agv-2', 'id: agv-1')).toContain('"agv-1" is used twice'))
  test('a misspelt key', () =>
    expect(faults('    slT: 1', '    slt: 1')).toMatch(/^model-factory\.yml:\d+ zones\.0\.slt: unknown key "slt"/))
  test('a key that is missing, at what it is missing from', () =>
    expect(faults('timeZone: Asia/Tokyo\n', '')).toMatch(/timeZone: /))
  test('YAML that is broken', () =>
    expect(faults('state: running', 'state: [running')).toMatch(/^model-factory\.yml:\d+ /))
  test('several at once', () => expect(faults('to: transport', 'to: x\n    colour: red').split('\n')).toHaveLength(2))
  test('a zone that would hide what nobody can place', () =>
    expect(faults('- id: oa\n', '- id: unplaced\n')).toContain('is kept for alerts'))
  test('a file of aliases that unfold without end', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((key, n) => `${key}: &${key} [${Array(9).fill(`*${'abcdefg'[n]}`).join(',')}]`),
    ].join('\n')
    expect(() => readPlant(bomb, 'bomb.yml')).toThrow(PlantFileError)
  })
})
