import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import { signIn, type Person } from '../person.js'
import { sceneOf } from '../scene.js'
import { SAMPLES, until } from '../stack.js'

const FOLDER = join(SAMPLES, 'scenario-line-attack')
const KEY = 'line-attack-test-key-000000'
const isThere = existsSync(FOLDER)
if (!isThere) console.warn(`skipped: ${FOLDER} is not beside the project, its 774 records are read in place only`)
const story = isThere ? describe : describe.skip

const level = { bc: 'medium', s: 'medium', q: 'medium', d: 'medium', c: 'medium' }
const named = (text: string) => ({ ja: text, en: text })

/** A plant with the folder's zones, every two of them joined by a conduit: nothing but the records may keep incidents apart. */
function plantFile(): string {
  const zones = JSON.parse(readFileSync(join(FOLDER, 'zones.json'), 'utf8')) as Record<string, string[]>
  const ids = Object.keys(zones)
  const pairs = ids.flatMap((from, n) => ids.slice(n + 1).map((to) => ({ from, to })))
  return stringify({
    v: 1,
    id: 'sample-plant',
    name: named('sample plant'),
    timeZone: 'Asia/Tokyo',
    state: 'running',
    networks: [{ id: 'all', name: named('all'), kind: 'equipment' }],
    zones: ids.map((id) => ({ id, name: named(id), network: 'all', importance: level, addresses: zones[id] })),
    conduits: pairs.map(({ from, to }) => ({
      id: `${from}-to-${to}`,
      name: named(`${from} to ${to}`),
      from,
      to,
      direction: 'both',
      flows: [{ protocol: 'any' }],
    })),
    assets: [],
    processes: [],
    data: [],
  })
}

story('774 records that other people made', () => {
  let soc: Person
  const plants = mkdtempSync(join(tmpdir(), 'genba-plants-'))
  writeFileSync(join(plants, 'sample-plant.yml'), plantFile())
  const scene = sceneOf('line-attack', () => ({
    GENBA_PLANTS_DIR: plants,
    GENBA_SOURCES: JSON.stringify([{ name: 'recorded', plant: 'sample-plant', key: KEY, defaultZone: 'it-firewall' }]),
  }))
  const send = () => scene.stack.genba('replay', join(FOLDER, 'feed.jsonl'), '--to', scene.stack.ingest, '--key', KEY)

  beforeAll(async () => {
    soc = await signIn(scene.stack.console, 'soc', scene.stack.password)
  })

  afterAll(() => rmSync(plants, { recursive: true, force: true }))

  test('end as the four incidents that need a decision, and the rest stays quiet', async () => {
    expect(await send()).toMatch(/664/)
    const zones = async () =>
      (await soc.incidents()).filter((row) => row.plant === 'sample-plant').map((row) => row.zones.join('+'))
    const expected = ['legacy-192-1', 'line-a', 'line-b', 'utility']
    let seen: string[] = []
    await until(
      'four incidents',
      async () => (seen = (await zones()).sort()).join() === expected.join(),
      60_000,
      () => seen,
    )
    // Every record has been correlated when each incident has its last alert: then no fifth may have come.
    const counts = async () =>
      Object.fromEntries((await soc.incidents()).map((row) => [row.zones.join('+'), row.alerts]))
    let last = ''
    await until('the counts to stand still', async () => {
      const now = JSON.stringify(await counts())
      const isSame = now === last
      last = now
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      return isSame
    })
    expect((await zones()).sort()).toEqual(expected)
    for (const row of await soc.incidents()) {
      const { incident, response } = await soc.incident(row.id)
      expect(incident.signals.length).toBeGreaterThan(0)
      expect(incident.spread).toEqual([])
      expect(response).toBeDefined()
    }
  }, 180_000)

  test('sent once more change nothing', async () => {
    const before = (await soc.incidents()).map(({ id, alerts, version }) => ({ id, alerts, version }))
    await send()
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    expect((await soc.incidents()).map(({ id, alerts, version }) => ({ id, alerts, version }))).toEqual(before)
  }, 120_000)
})
