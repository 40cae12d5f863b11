import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { REPO } from '../deploy/local/home.mjs'

const DIST = join(REPO, 'apps', 'console', 'dist')
const ASSETS = join(DIST, 'assets')
/** What comes after the sign-in page before the first list can be read. */
const INSIDE = /^(frame|incidents-page)-[\w-]+\.js$/

/** Bytes of JavaScript, gzipped, that the built console needs until the list of incidents can be read, without what it loads ahead. */
export function firstLoadBytes(): number {
  const index = readFileSync(join(DIST, 'index.html'), 'utf8')
  const needed = new Set([
    ...[...index.matchAll(/\/assets\/([\w-]+\.js)"/g)].map(([, name = '']) => name),
    ...readdirSync(ASSETS).filter((name) => INSIDE.test(name)),
  ])
  let bytes = 0
  // The set grows while it is walked: each file adds those that it imports.
  for (const name of needed) {
    const code = readFileSync(join(ASSETS, name), 'utf8')
    bytes += gzipSync(code).length
    for (const [, imported = ''] of code.matchAll(/(?:from|import)\s*"\.\/([\w-]+\.js)"/g)) needed.add(imported)
  }
  return bytes
}
