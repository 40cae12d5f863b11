import { readFileSync } from 'node:fs'
import { ConfigError } from '@genba/platform'
import { parse } from 'yaml'
import { z } from 'zod'
import { ConnectorConfigs } from './connector-config.js'

const File = z.strictObject({ connectors: ConnectorConfigs })

/** The connectors of a YAML file (`connectors:` by name) and of GENBA_CONNECTORS (the same as JSON). Throws ConfigError with every fault. */
export function readConnectors(from: { file?: string | undefined; json: string }): ConnectorConfigs {
  const ofFile =
    from.file === undefined ? {} : read(from.file, () => File.parse(parse(readFileSync(from.file!, 'utf8')))).connectors
  const ofJson = read('GENBA_CONNECTORS', () => ConnectorConfigs.parse(JSON.parse(from.json)))
  const twice = Object.keys(ofJson).filter((name) => Object.hasOwn(ofFile, name))
  if (twice.length > 0)
    throw new ConfigError(`connectors ${twice.join(', ')} are in GENBA_CONNECTORS and in ${from.file}`)
  return { ...ofFile, ...ofJson }
}

function read<T>(place: string, load: () => T): T {
  try {
    return load()
  } catch (cause) {
    const faults =
      cause instanceof z.ZodError
        ? cause.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
        : [`  ${(cause as Error).message}`]
    throw new ConfigError(`${place} can't be used:\n${faults.join('\n')}`, { cause })
  }
}
