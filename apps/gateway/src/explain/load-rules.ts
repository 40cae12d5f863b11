import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readRules, RuleError, type RulePack } from '@genba/correlation'
import { ConfigError } from '@genba/platform'

/** The same files as the correlator reads. Throws ConfigError that names file and line. */
export async function loadRules(dir: string | undefined): Promise<RulePack> {
  const folder = dir ?? join(dirname(fileURLToPath(import.meta.resolve('@genba/correlation/package.json'))), 'rules')
  const names = await readdir(folder).catch((error: Error) => {
    throw new ConfigError(`The rules folder cannot be read: ${error.message}`)
  })
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort()
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  try {
    return readRules(files.map((name, index) => ({ file: join(folder, name), text: texts[index] as string })))
  } catch (error) {
    if (error instanceof RuleError) throw new ConfigError(`The rules are not valid:\n${error.message}`)
    throw error
  }
}
