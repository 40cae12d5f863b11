// @ts-check
// The secrets of this clone, made once and readable by its owner only.
import { randomBytes, randomInt } from 'node:crypto'
import { join } from 'node:path'
import { readJson, writeWhole } from './home.mjs'

/** Without letters that look like others, since people type the password from a terminal. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789'

/** @param {string} dir @param {NodeJS.ProcessEnv} env */
export function loadSecrets(dir, env) {
  const demoFile = join(dir, 'demo.json')
  const demo = {
    password: readable(3),
    key: `genba-${readable(5)}`,
    seal: randomBytes(32).toString('base64url'),
    ...readJson(demoFile, {}),
  }
  writeWhole(demoFile, JSON.stringify(demo, null, 2), 0o600)
  return {
    GENBA_DEMO_PASSWORD: env.GENBA_DEMO_PASSWORD || demo.password,
    GENBA_DEMO_KEY: env.GENBA_DEMO_KEY || demo.key,
    GENBA_SEAL_KEY: env.GENBA_SEAL_KEY || demo.seal,
  }
}

/** Groups of four letters, 20 bits each. @param {number} groups */
function readable(groups) {
  const letter = () => READABLE[randomInt(READABLE.length)]
  return Array.from({ length: groups }, () => Array.from({ length: 4 }, letter).join('')).join('-')
}
