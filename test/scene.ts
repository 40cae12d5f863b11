import { afterAll, afterEach, beforeAll } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { Console, startBrowser } from './browser.js'
import { testEngines } from './engines.js'
import { startStack, type Stack } from './stack.js'

const UP_MS = 180_000
const DOWN_MS = 60_000

/** Filled before the file's first test. */
export type Scene = { stack: Stack; browser: Browser; console: Console }

/**
 * All of Genba with a browser before it, from before the first test of a file until after the last one. `env` is asked when the
 * file begins: what it names may be made in a `beforeAll` above.
 */
export function sceneOf(name: string, env: () => NodeJS.ProcessEnv = () => ({})): Scene {
  const scene = {} as Scene
  const ends: (() => Promise<void>)[] = []
  beforeAll(async () => {
    const engines = await testEngines(name)
    ends.push(engines.stop)
    scene.stack = await startStack(name, engines, env())
    ends.push(scene.stack.stop)
    scene.browser = await startBrowser()
    ends.push(() => scene.browser.close())
    scene.console = new Console(scene.browser, scene.stack)
  }, UP_MS)
  afterEach(() => scene.console.close(), DOWN_MS)
  afterAll(async () => {
    for (const end of ends.reverse()) await end()
  }, DOWN_MS)
  return scene
}
