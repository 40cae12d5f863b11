import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Incident, Signal, Source } from '@genba/contracts'
import {
  correlate,
  DEFAULT_JOIN,
  DEFAULT_SETTINGS,
  drainSignals,
  openGrouping,
  readRules,
  regroup,
  startPartition,
  type PlantFacts,
} from '@genba/correlation'
import { play, readScenario } from '@genba/drill'
import { readPlant } from '@genba/plant'
import { siteOf } from '../../apps/ingest/src/place.js'
import { readBatch } from '../../apps/ingest/src/read-batch.js'
import { REPO } from '../../deploy/local/home.mjs'

const START = Date.parse('2026-05-18T07:00:00Z')
const read = (path: string): string => readFileSync(join(REPO, path), 'utf8')
const RULES = 'libs/correlation/rules'
const pack = readRules(readdirSync(join(REPO, RULES)).map((file) => ({ file, text: read(`${RULES}/${file}`) })))

const PLANT = 'libs/plant/plants/model-factory.yml'
const plant = readPlant(read(PLANT), PLANT)
const source: Source = { v: 1, name: 'spec', keyHash: '', plant: plant.id }
const site = siteOf(plant)
const facts: PlantFacts = {
  conduits: plant.conduits,
  zoneNames: new Map(plant.zones.map(({ id, name }) => [id, name])),
}

/** From the sensors' records to incidents, without any engine: as ingest reads them and the correlator takes them. */
function incidentsOf(name: string): Incident[] {
  const path = `libs/drill/scenarios/${name}.yml`
  const scenario = readScenario(read(path), path)
  if (!scenario.ok) throw new Error(scenario.reason)
  const state = startPartition(pack, DEFAULT_SETTINGS)
  const signals: Signal[] = []
  for (const { at, relayed } of play(scenario.scenario, { startAt: START, seed: 1 })) {
    const batch = readBatch(Buffer.from(JSON.stringify(relayed)), {
      source,
      site,
      now: at,
      reading: { framing: 'lines', format: 'relayed' },
      own: 'genba',
    })
    if (batch === 'too-many-lines') throw new Error(batch)
    expect(batch.rejected).toEqual([])
    for (const alert of batch.alerts) correlate(state, alert, 0)
    signals.push(...drainSignals(state, 'all'))
  }
  const newest = new Map(signals.map((signal) => [signal.id, signal]))
  const ordered = [...newest.values()]
    .sort((a, b) => a.firedAt - b.firedAt)
    .map((signal, order) => ({ ...signal, order }))
  return regroup(openGrouping(plant.id, { signals: ordered, operations: [], incidents: [] }), facts, DEFAULT_JOIN)
}

describe('the whole pack', () => {
  test('makes one incident of the maintenance terminal attack, with its way from supervision to line 1', () => {
    const incidents = incidentsOf('maintenance-terminal-attack')
    expect(incidents).toHaveLength(1)
    expect(incidents[0]?.zones).toEqual(['supervision', 'line-1'])
    expect(incidents[0]?.spread).toMatchObject([{ from: 'supervision', zone: 'line-1', conduit: 'supervision-line-1' }])
    expect(new Set(incidents[0]?.signals.map(({ rule }) => rule.id))).toContain('recon-then-write')
  })
  test('says nothing in a quiet shift', () => {
    expect(incidentsOf('quiet-shift')).toEqual([])
  })
})
