// @ts-check
// Builds the apps when a source is newer than what the last build saw.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { homeOf, readJson, REPO, writeWhole } from './home.mjs'
import { run } from './run.mjs'

const ROOTS = ['apps', 'libs']
const ROOT_FILES = ['package.json', 'package-lock.json', 'nx.json', 'tsconfig.base.json']
const NOT_SOURCES = new Set(['node_modules', 'dist', '.vite'])

/** Answers whether it had to build. @param {{ env: NodeJS.ProcessEnv, signal?: AbortSignal }} options */
export async function build({ env, signal }) {
  const home = homeOf(env)
  const stamp = join(home, 'build.json')
  const before = readJson(stamp, { sources: '', outputs: [''] })
  const sources = describeSources()
  if (before.sources === sources && before.outputs.every((dir) => existsSync(join(REPO, dir)))) return false
  await run('npm', ['run', 'build'], {
    cwd: REPO,
    env,
    signal,
    log: join(home, 'logs', 'build.log'),
    what: 'npm run build',
  })
  writeWhole(stamp, JSON.stringify({ sources, outputs: listOutputs() }))
  return true
}

/** Names, sizes and times of all sources. */
function describeSources() {
  const files = ROOTS.flatMap((root) => listFiles(root)).concat(
    ROOT_FILES.filter((file) => existsSync(join(REPO, file))),
  )
  return files
    .map((file) => {
      const { size, mtimeMs } = statSync(join(REPO, file))
      return `${file} ${size} ${mtimeMs}`
    })
    .join('\n')
}

/** @param {string} dir @returns {string[]} */
function listFiles(dir) {
  if (!existsSync(join(REPO, dir))) return []
  return readdirSync(join(REPO, dir), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (NOT_SOURCES.has(entry.name) || entry.name.endsWith('.tsbuildinfo')) return []
      if (entry.isDirectory()) return listFiles(`${dir}/${entry.name}`)
      return entry.isFile() ? [`${dir}/${entry.name}`] : []
    })
}

function listOutputs() {
  return ROOTS.flatMap((root) => readdirSync(join(REPO, root)).map((name) => `${root}/${name}/dist`)).filter((dir) =>
    existsSync(join(REPO, dir)),
  )
}
