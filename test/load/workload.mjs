// @ts-check
// The workload of ../shared/perf as Genba's alerts: plants, sources and NDJSON lines.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPO } from '../../deploy/local/home.mjs'

const GENERATOR = join(REPO, '..', 'shared', 'perf', 'gen.mjs')
const OUTPUT_BYTES_MAX = 1 << 30
/** The generator's severity 1..5 on Genba's scale. */
const SEVERITY = [5, 20, 40, 60, 80, 95]
const NAME = { scan: 'function code sweep', write: 'Unauthorized Write Request to a PLC' }

/** @typedef {{ id: string, plant: string, zone: string, sensor: string, kind: string, severity: number, ts: number, value: number, unit: string, asset: string, message: string, source: { protocol: string, node: string } }} Line */

/** @param {number} count @param {NodeJS.ProcessEnv} settings @returns {Line[]} */
export function generate(count, settings) {
  if (!existsSync(GENERATOR))
    throw new Error(
      `${GENERATOR} is not there: the workload of the speed figures is read in place, beside the project.`,
    )
  const told = execFileSync(process.execPath, [GENERATOR, String(count)], {
    env: { ...process.env, ...settings },
    maxBuffer: OUTPUT_BYTES_MAX,
  })
  // Line by line: a million of them are more than a string can be.
  const lines = []
  for (let from = 0, to = told.indexOf(10); to >= 0; from = to + 1, to = told.indexOf(10, from))
    lines.push(JSON.parse(told.toString('utf8', from, to)))
  return lines
}

/** @param {Line} line */
export const plantOf = (line) => line.plant.toLowerCase()
/** @param {Line} line */
const nameOf = (line) => NAME[/** @type {keyof typeof NAME} */ (line.kind)] ?? line.message

/** A line as a sender writes it. @param {Line} line */
export const toInput = (line) => ({
  id: line.id,
  name: nameOf(line),
  severity: SEVERITY[line.severity],
  at: line.ts,
  sensor: line.sensor,
  rule: line.kind,
  kind: 'process',
  zone: line.zone.toLowerCase(),
  protocol: line.source.protocol,
  fields: { value: line.value, unit: line.unit, node: line.source.node },
})

/** A line as ingest would write it to alert.v1. @param {Line} line */
export const toAlert = (line) => ({
  v: 1,
  id: line.id,
  source: `source-${plantOf(line)}`,
  sensor: line.sensor,
  plant: plantOf(line),
  zone: line.zone.toLowerCase(),
  at: line.ts,
  receivedAt: line.ts,
  clock: 'source',
  kind: 'process',
  rule: line.kind,
  name: nameOf(line),
  severity: SEVERITY[line.severity],
  protocol: line.source.protocol,
  fields: { value: line.value, unit: line.unit, node: line.source.node },
})

/** The API key of a plant's source. @param {string} plant */
export const keyOf = (plant) => `bench-key-of-${plant}-000000`

/**
 * Writes a plant file for each plant of the lines; the answer is the environment that makes setup load them.
 * @param {Line[]} lines @param {string} dir
 */
export function describePlants(lines, dir) {
  /** @type {Map<string, Set<string>>} */
  const zones = new Map()
  for (const line of lines)
    zones.set(plantOf(line), (zones.get(plantOf(line)) ?? new Set()).add(line.zone.toLowerCase()))
  return writePlants(
    [...zones].map(([plant, ids]) => ({ plant, zones: [...ids] })),
    dir,
  )
}

/**
 * As `describePlants`, for plants and zones that are given.
 * @param {{ plant: string, zones: string[] }[]} plants @param {string} dir
 */
export function writePlants(plants, dir) {
  mkdirSync(dir, { recursive: true })
  /** @param {string} text */
  const named = (text) => ({ ja: text, en: text })
  const importance = { bc: 'medium', s: 'low', q: 'medium', d: 'medium', c: 'medium' }
  for (const { plant, zones } of plants) {
    const file = {
      v: 1,
      id: plant,
      name: named(plant),
      timeZone: 'Asia/Tokyo',
      state: 'running',
      conduits: [],
      assets: [],
      processes: [],
      data: [],
      networks: [{ id: 'net', name: named('net'), kind: 'equipment' }],
      zones: zones.map((id) => ({ id, name: named(id), network: 'net', importance, addresses: [] })),
    }
    // JSON is YAML.
    writeFileSync(join(dir, `${plant}.yml`), JSON.stringify(file))
  }
  const sources = plants.map(({ plant }) => ({ name: `source-${plant}`, plant, key: keyOf(plant) }))
  return { GENBA_PLANTS_DIR: dir, GENBA_SOURCES: JSON.stringify(sources) }
}
