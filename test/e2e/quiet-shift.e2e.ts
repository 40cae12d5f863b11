import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { REPO } from '../../deploy/local/home.mjs'
import { signIn } from '../person.js'
import { sceneOf } from '../scene.js'
import { until } from '../stack.js'

const SCENARIO = join(REPO, 'libs/drill/scenarios/quiet-shift.yml')

const scene = sceneOf('quiet-shift')

/** The samples of one of the correlator's counters: `{labels}` → value. */
async function counted(name: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${scene.stack.correlator}/metrics`)).text()
  return Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line.startsWith(`genba_correlator_${name}{`))
      .map((line): [string, number] => [
        line.slice(line.indexOf('{'), line.lastIndexOf(' ')),
        Number(line.split(' ').at(-1)),
      ]),
  )
}

test('a quiet shift is read to its end, and neither a detector nor a rule says anything', async () => {
  const { stack } = scene
  const said = await stack.genba('simulate', SCENARIO, '--to', stack.ingest, '--key', stack.key, '--speed', '8')
  expect(said).toMatch(/quiet-shift/)
  const read = async () => (await counted('measurements_total'))['{as="read"}'] ?? 0
  let before = -1
  await until('all measurements to be read', async () => {
    const now = await read()
    const isStill = now > 2_000 && now === before && Object.values(await counted('lag')).every((lag) => lag === 0)
    before = now
    return isStill
  })
  expect(await counted('anomalies_total')).toEqual({})
  expect(await counted('measurements_total')).toMatchObject({ '{as="late"}': 0, '{as="unusable"}': 0 })
  const soc = await signIn(stack.console, 'soc', stack.password)
  expect(await soc.incidents()).toEqual([])
}, 120_000)
