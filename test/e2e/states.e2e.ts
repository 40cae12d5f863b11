import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ERRORS, type Problem } from '@genba/contracts'
import type { Browser, Page, Route } from 'playwright-core'
import { expectAccessible, openConsole, shoot, startBrowser } from '../browser.js'
import { testEngines, type TestEngines } from '../engines.js'
import { startStack, until, type Stack } from '../stack.js'

/** The console must know who asks before it can show a page at all. */
const ABOUT_SELF = /\/v1\/(session|me)\b/
const AWAY: Problem = { code: 'ENGINE_AWAY', message: ERRORS.ENGINE_AWAY.text.en, again: true }
/** The console asks three times before it says that something failed. */
const FAILED_MS = 30_000

let engines: TestEngines
let stack: Stack
let browser: Browser

beforeAll(async () => {
  engines = await testEngines('states')
  stack = await startStack('states', engines)
  browser = await startBrowser()
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  await engines?.stop()
}, 60_000)

const menuOf = (page: Page): Promise<string[]> =>
  page
    .getByRole('navigation')
    .first()
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))

const nameOf = (path: string): string => path.slice(1) || 'incidents'

/** What the pages ask for meets this; what is asked about oneself goes through. */
async function meet(page: Page, how: (route: Route) => Promise<void>): Promise<() => Promise<void>> {
  const pattern = /\/v1\//
  await page.route(pattern, (route) => (ABOUT_SELF.test(route.request().url()) ? route.continue() : how(route)))
  return () => page.unroute(pattern)
}

describe.each([
  ['soc', /./],
  // The others are those of the analyst.
  ['admin', /admin/],
])('every page of %s', (user, wanted) => {
  test('says what failed, and is whole again after another try', async () => {
    const { context, page } = await openConsole(browser, stack, { language: 'en', theme: 'dark' }, user)
    const menu = (await menuOf(page)).filter((path) => wanted.test(path))
    expect(menu).not.toEqual([])
    for (const path of menu) {
      const stop = await meet(page, (route) => route.fulfill({ status: 503, json: AWAY }))
      await page.goto(`${stack.console}${path}`)
      // The shell keeps an empty one for what is to be read out.
      const alerts = page.getByRole('alert').filter({ hasText: ERRORS.ENGINE_AWAY.text.en })
      await alerts.first().waitFor({ timeout: FAILED_MS })
      await expectAccessible(page)
      if (user === 'soc') await shoot(page, `state-failed-${nameOf(path)}-en-dark`)
      await stop()
      const again = alerts.getByRole('button', { name: 'Try again' })
      await until(
        `${path} to be whole`,
        async () => {
          if ((await again.count()) > 0)
            await again
              .first()
              .click({ timeout: 2_000 })
              .catch(() => undefined)
          return (await alerts.count()) === 0
        },
        FAILED_MS,
      )
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await page.getByRole('alert').filter({ hasText: /\S/ }).allTextContents()).toEqual([])
    }
    await context.close()
  }, 240_000)
})
