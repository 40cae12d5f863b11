import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { Stop } from './stop.js'

const REPO = fileURLToPath(new URL('../../../', import.meta.url))

const Environment = z.object({
  GENBA_HOME: z.string().optional(),
  GENBA_INGEST_URL: z.url({ protocol: /^https?$/ }).optional(),
  GENBA_KEY: z.string().optional(),
  FACTORY_PORT: z.coerce.number().int().min(0).max(65535).default(4604),
})

export type Config = { home: string; ingestUrl?: string; key?: string; factoryPort: number }
export type Target = { to: string; key: string }

/** Reads the environment; what it does not say is left to the options and to a running `npm start`. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const said = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = Environment.safeParse(said)
  if (!read.success)
    throw new Stop(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  const { GENBA_HOME, GENBA_INGEST_URL, GENBA_KEY, FACTORY_PORT } = read.data
  return {
    home: GENBA_HOME === undefined ? join(REPO, '.genba') : resolve(GENBA_HOME),
    ...(GENBA_INGEST_URL === undefined ? {} : { ingestUrl: GENBA_INGEST_URL }),
    ...(GENBA_KEY === undefined ? {} : { key: GENBA_KEY }),
    factoryPort: FACTORY_PORT,
  }
}

/** Where to send and with which key: the option, else the environment, else what `npm start` wrote down in its home. */
export function findTarget(options: { to?: string; key?: string }, config: Config): Target {
  const running = readRunning(config.home)
  const to = options.to ?? config.ingestUrl ?? running.ingestUrl
  const key = options.key ?? config.key ?? running.key
  if (to === undefined) throw new Stop('Where is ingest? Give --to <url> or GENBA_INGEST_URL, or run npm start first')
  if (key === undefined) throw new Stop('Which API key? Give --key <key> or GENBA_KEY, or run npm start first')
  if (!/^https?:\/\//.test(to) || !URL.canParse(to)) throw new Stop(`--to ${to} is no http address`)
  return { to: to.replace(/\/+$/, ''), key }
}

const State = z.object({ ports: z.object({ ingest: z.number().int() }) })
const Demo = z.object({ key: z.string() })

function readRunning(home: string): { ingestUrl?: string; key?: string } {
  const state = State.safeParse(readJson(join(home, 'state.json')))
  const demo = Demo.safeParse(readJson(join(home, 'demo.json')))
  return {
    ...(state.success ? { ingestUrl: `http://127.0.0.1:${state.data.ports.ingest}` } : {}),
    ...(demo.success ? { key: demo.data.key } : {}),
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
