import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { readScenario } from './scenario.js'

const FILE = 'maintenance-terminal-attack.yml'
const GOOD = readFileSync(new URL(`../scenarios/${FILE}`, import.meta.url), 'utf8')

/** The file with one text replaced, and the line on which that text stands. */
function spoil(from: string, to: string) {
  const line = GOOD.slice(0, GOOD.indexOf(from)).split('\n').length
  return { read: readScenario(GOOD.replace(from, to), FILE), line }
}

describe('a scenario file', () => {
  it('is read with its durations in milliseconds', () => {
    const read = readScenario(GOOD, FILE)
    expect(read).toMatchObject({ ok: true, scenario: { id: 'maintenance-terminal-attack', lasts: 80_000 } })
  })

  it.each([
    ['a duration without a unit', 'after: 10s', 'after: 10', /stages\.0\.after: /],
    [
      'a signature that no sensor has',
      "'SCADA_IDS: Modbus TCP - Function Code Scan'",
      "'Something Else'",
      /no such signature/,
    ],
    [
      'a host that is not in the file',
      'from: maintenance-terminal, to: scada, over: modbus }',
      'from: nobody, to: scada, over: modbus }',
      /no host nobody/,
    ],
    [
      'a disturbed point that does not exist',
      'tag: line-1.mounter.head1.vacuum, series: command',
      'tag: line-9.x, series: command',
      /no point has the tag/,
    ],
    ['a word that it does not know', 'plant: model-factory', 'plant: model-factory\nplont: x', /plont/],
    ['a stage that begins after the end', 'after: 3s', 'after: 300s', /begins after the scenario ended/],
  ])('with %s is refused with its line', (_what, from, to, reason) => {
    const { read, line } = spoil(from, to)
    expect(read).toMatchObject({ ok: false, reason: expect.stringMatching(reason) })
    expect(read).toMatchObject({ at: `${FILE}:${line + (to.split('\n').length - 1)}` })
  })

  it('that is not YAML is refused with its line', () => {
    expect(readScenario('v: 1\nid: [a\nname: x', 'x.yml')).toMatchObject({
      ok: false,
      at: expect.stringMatching(/^x\.yml:[23]$/),
    })
  })

  it('that is empty is refused', () => {
    expect(readScenario('', 'x.yml')).toMatchObject({ ok: false, at: 'x.yml:1' })
  })
})
