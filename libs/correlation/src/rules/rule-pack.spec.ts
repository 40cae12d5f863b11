import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { parseAllDocuments } from 'yaml'
import { readRules } from './read-rules.js'

const dir = new URL('../../rules/', import.meta.url)
const files = readdirSync(dir).map((name) => ({
  file: `rules/${name}`,
  text: readFileSync(new URL(name, dir), 'utf8'),
}))
const pack = readRules(files)

describe('the shipped pack', () => {
  it('has forty rules or more, each with a technique but the two that only count and the one about Genba itself', () => {
    expect(pack.rules.length).toBeGreaterThanOrEqual(40)
    const bare = pack.rules.filter(({ techniques }) => techniques.length === 0).map(({ id }) => id)
    expect(bare.sort()).toEqual(['genba-timer-missed', 'many-distinct-sensors', 'repeated-critical-alert'])
  })
  it('judges by what repeats of a standing alert have in common, so that a flood costs one look', () => {
    expect(pack.changing.map(({ base }) => base.id)).toEqual([])
  })
})

const ATTACK = new URL('../../../../../shared/samples/attack-ics/ics-attack-18.1.json', import.meta.url)
const isThere = existsSync(ATTACK)
if (!isThere) console.warn(`skipped: ${ATTACK.pathname} is not beside the project, techniques are not checked`)

type Pattern = {
  type: string
  revoked?: boolean
  x_mitre_deprecated?: boolean
  external_references: { external_id: string }[]
  kill_chain_phases: { phase_name: string }[]
}
type Tagged = { name?: string; tags?: string[]; correlation?: unknown }

const check = isThere ? describe : describe.skip
check('its tags', () => {
  const patterns = isThere
    ? (JSON.parse(readFileSync(ATTACK, 'utf8')) as { objects: Pattern[] }).objects.filter(
        ({ type, revoked, x_mitre_deprecated }) => type === 'attack-pattern' && !revoked && !x_mitre_deprecated,
      )
    : []
  const tactics = new Map(
    patterns.map(({ external_references: [reference], kill_chain_phases }) => [
      reference?.external_id ?? '',
      kill_chain_phases.map(({ phase_name }) => phase_name),
    ]),
  )
  const documents = files.flatMap(({ text }) => parseAllDocuments(text).map((each) => each.toJS() as Tagged))
  it('name techniques of ATT&CK for ICS', () => {
    const unknown = pack.rules.flatMap(({ id, techniques }) =>
      techniques.filter((technique) => !tactics.has(technique)).map((technique) => `${id} ${technique}`),
    )
    expect(unknown).toEqual([])
  })
  it('name a tactic that the first of their techniques serves', () => {
    for (const { name, tags = [], correlation } of documents) {
      const tactic = tags[0]?.replace('attack.', '') ?? ''
      const technique = tags[1]?.replace('attack.', '').toUpperCase() ?? ''
      if (correlation && tags.length > 0)
        expect({ name, technique, serves: tactics.get(technique)?.includes(tactic) }).toEqual({
          name,
          technique,
          serves: true,
        })
    }
  })
  it('cover every tactic that network and process alerts can show', () => {
    const covered = new Set(documents.flatMap(({ correlation, tags = [] }) => (correlation ? tags.slice(0, 1) : [])))
    expect([...covered].sort()).toEqual(
      [
        'collection',
        'command-and-control',
        'discovery',
        'evasion',
        'execution',
        'impact',
        'impair-process-control',
        'inhibit-response-function',
        'initial-access',
        'lateral-movement',
        'persistence',
      ].map((tactic) => `attack.${tactic}`),
    )
  })
})
