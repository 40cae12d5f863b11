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
  GENBA_URL: z.url({ protocol: /^https?$/ }).optional(),
  GENBA_USER: z.string().optional(),
  GENBA_PASSWORD: z.string().optional(),
  FACTORY_PORT: z.coerce.number().int().min(0).max(65535).default(4604),
})

export type Config = {
  home: string
  ingestUrl?: string
  key?: string
  url?: string
  user?: string
  password?: string
  factoryPort: number
}
export type Account = { url: string; user: string; password: string }
export type Target = { to: string; key: string }

/** Reads the environment; what it does not say is left to the options and to a running `npm start`. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const said = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = Environment.safeParse(said)
  if (!read.success)
    throw new Stop(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  const { GENBA_HOME, GENBA_INGEST_URL, GENBA_KEY, GENBA_URL, GENBA_USER, GENBA_PASSWORD, FACTORY_PORT } = read.data
  return {
    home: GENBA_HOME === undefined ? join(REPO, '.genba') : resolve(GENBA_HOME),
    ...(GENBA_INGEST_URL === undefined ? {} : { ingestUrl: GENBA_INGEST_URL }),
    ...(GENBA_KEY === undefined ? {} : { key: GENBA_KEY }),
    ...(GENBA_URL === undefined ? {} : { url: GENBA_URL }),
    ...(GENBA_USER === undefined ? {} : { user: GENBA_USER }),
    ...(GENBA_PASSWORD === undefined ? {} : { password: GENBA_PASSWORD }),
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

/** Which gateway and who: the option, else the environment, else the address that `npm start` wrote down. A password is never guessed. */
export function findAccount(options: { to?: string; user?: string; password?: string }, config: Config): Account {
  const url = options.to ?? config.url ?? readRunning(config.home).url
  const user = options.user ?? config.user
  const password = options.password ?? config.password
  if (url === undefined) throw new Stop('Where is the gateway? Give --to <url> or GENBA_URL, or run npm start first')
  if (user === undefined) throw new Stop('Who asks? Give --user <name> or GENBA_USER')
  if (password === undefined) throw new Stop('With which password? Give GENBA_PASSWORD or --password <text>')
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new Stop(`--to ${url} is no http address`)
  return { url: url.replace(/\/+$/, ''), user, password }
}

const State = z.object({ ports: z.object({ ingest: z.number().int(), gateway: z.number().int().optional() }) })
const Demo = z.object({ key: z.string() })

function readRunning(home: string): { ingestUrl?: string; url?: string; key?: string } {
  const state = State.safeParse(readJson(join(home, 'state.json')))
  const demo = Demo.safeParse(readJson(join(home, 'demo.json')))
  return {
    ...(state.success ? { ingestUrl: `http://127.0.0.1:${state.data.ports.ingest}` } : {}),
    ...(state.success && state.data.ports.gateway !== undefined
      ? { url: `http://127.0.0.1:${state.data.ports.gateway}` }
      : {}),
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
