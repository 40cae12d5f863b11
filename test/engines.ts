import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEngines } from '../deploy/local/engines.mjs'

export type TestEngines = {
  /** For `readConfig(…)` and for child processes: addresses with a prefix and a database of this test file's own. */
  env: { KAFKA_BROKERS: string; MONGODB_URI: string; REDIS_URL: string; GENBA_PREFIX: string; LOG_LEVEL: string }
  stop: () => Promise<void>
}

/**
 * Real engines for one test file: those that the test run started (KAFKA_BROKERS, MONGODB_URI, REDIS_URL), else its own ones in a
 * temporary folder. Topics, groups, queues and the database carry the file's name, so that files do not see each other.
 */
export async function testEngines(name: string): Promise<TestEngines> {
  const prefix = `t-${name}-${process.pid}-${Date.now().toString(36)}.`
  const { KAFKA_BROKERS, MONGODB_URI, REDIS_URL } = process.env
  if (KAFKA_BROKERS && MONGODB_URI && REDIS_URL) {
    return {
      env: {
        KAFKA_BROKERS,
        MONGODB_URI: withDatabase(MONGODB_URI, prefix),
        REDIS_URL,
        GENBA_PREFIX: prefix,
        LOG_LEVEL: 'warn',
      },
      stop: () => Promise.resolve(),
    }
  }
  const dir = await mkdtemp(join(tmpdir(), 'genba-test-'))
  const engines = await startEngines({ dir })
  return {
    env: {
      KAFKA_BROKERS: engines.env.KAFKA_BROKERS,
      MONGODB_URI: withDatabase(engines.env.MONGODB_URI, prefix),
      REDIS_URL: engines.env.REDIS_URL,
      GENBA_PREFIX: prefix,
      LOG_LEVEL: 'warn',
    },
    stop: async () => {
      await engines.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

function withDatabase(uri: string, prefix: string): string {
  const url = new URL(uri)
  url.pathname = `/${prefix.replaceAll('.', '')}`
  return url.toString()
}
