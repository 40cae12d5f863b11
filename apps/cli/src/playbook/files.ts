import { readFile } from 'node:fs/promises'
import { inspectPlaybook, sayFault, Trust, type Playbook } from '@genba/playbook'
import { Stop } from '../stop.js'

export async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Stop(`${file}: ${error.code ?? error.message}`)
  })
}

/** A valid playbook; one that Genba would refuse to run is one too. */
export async function readValid(file: string): Promise<{ json: string; playbook: Playbook; refusals: string[] }> {
  const json = await readText(file)
  const read = inspectPlaybook(json)
  if (!read.ok) throw new Stop(`${file} is no valid CACAO 2.0 playbook:\n${read.faults.map(sayFault).join('\n')}`)
  return { json, playbook: read.playbook, refusals: read.refusals.map(sayFault) }
}

export async function readTrust(file: string): Promise<Trust> {
  const read = Trust.safeParse(parse(await readText(file)))
  if (read.success) return read.data
  throw new Stop(`${file}: ${read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
