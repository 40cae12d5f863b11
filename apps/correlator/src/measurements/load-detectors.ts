import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readDetectors, type Detectors } from '@genba/correlation'
import { ConfigError } from '@genba/platform'

/**
 * The detectors of each plant, `<plant>.yml` in a folder, or those that come with Genba. A plant without a file is not watched. Throws
 * ConfigError with file and line of every fault: a plant with half its detectors would be silently blind.
 */
export async function loadDetectors(dir: string | undefined): Promise<ReadonlyMap<string, Detectors>> {
  const folder =
    dir ?? join(dirname(fileURLToPath(import.meta.resolve('@genba/correlation/package.json'))), 'detectors')
  const names = await readdir(folder).catch((error: Error) => {
    throw new ConfigError(`The detectors folder cannot be read: ${error.message}`)
  })
  const plants = new Map<string, Detectors>()
  const faults: string[] = []
  for (const name of names.filter((each) => /\.ya?ml$/.test(each)).sort()) {
    const file = join(folder, name)
    const text = await readFile(file, 'utf8')
    const read = readDetectors(text, file)
    if (!read.ok) faults.push(...read.faults)
    else if (read.detectors.plant !== basename(name).replace(/\.ya?ml$/, ''))
      faults.push(`${file}:${lineOfPlant(text)} plant: is "${read.detectors.plant}"; the file must bear its name`)
    else if (plants.has(read.detectors.plant)) faults.push(`${file}:1 the plant has a file that ends in .yaml already`)
    else plants.set(read.detectors.plant, read.detectors)
  }
  if (faults.length > 0) throw new ConfigError(`The detectors are not valid:\n${faults.join('\n')}`)
  return plants
}

const lineOfPlant = (text: string): number => 1 + text.split('\n').findIndex((line) => /^\s*["']?plant\b/.test(line))
