import { describe, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { chooseLanguage, chooseTheme, expectAccessible, LOOKS, shoot, type Look } from '../../browser.js'
import { measureFirstPage } from '../../load/frames.mjs'
import type { Scene } from '../../scene.js'
import { firstLoadBytes } from '../../first-load.js'

/** Presses of the tab key within which the main thing of a page must be reached. */
const TABS_MAX = 60

/** Half as much again as measured (docs/performance.md): a busy machine is slower with both pages. */
const FIRST_PAGE_MAX = 13
const FIRST_PAGE_TRIES = 3
/** Gzipped JavaScript until the first list can be read. */
const FIRST_LOAD_MAX_BYTES = 350 * 1024

/** One page or part of it, and how to come there from the one before; without a word, so that it is the same in both languages. */
type Stop = { name: string; go: (page: Page) => Promise<void> }

const menu = (path: string) => (page: Page) => page.locator(`nav a[href="${path}"]`).click()
const link = (path: string) => (page: Page) => page.locator(`main a[href^="${path}"]`).first().click()
const tab = (index: number) => (page: Page) => page.locator('main [role=tab]').nth(index).click()
const first = (selector: string) => (page: Page) => page.locator(selector).first().click()
/** A page of the menu with the first entry of its list beside the list. */
const chosen = (path: string, entry: string) => (page: Page) => menu(path)(page).then(() => first(entry)(page))

const STOPS: Record<'soc' | 'shift' | 'admin', Stop[]> = {
  soc: [
    { name: 'situation', go: menu('/situation') },
    { name: 'plant', go: link('/plants/') },
    { name: 'incidents', go: menu('/') },
    { name: 'incident', go: link('/incidents/') },
    { name: 'alarms', go: chosen('/alarms', 'main [data-row]') },
    { name: 'alarms-covers', go: tab(1) },
    { name: 'alarms-maintenance', go: tab(2) },
    { name: 'alarms-performance', go: tab(3) },
    { name: 'shift-soc', go: menu('/shift') },
    { name: 'alerts', go: chosen('/alerts', 'main li button') },
    { name: 'dead-letters', go: first('main input[value=letters] + label') },
    { name: 'rules', go: chosen('/rules', 'main section li button') },
    { name: 'playbooks-table', go: menu('/playbooks') },
    { name: 'playbooks', go: chosen('/playbooks', 'main section li button') },
    { name: 'reviews-none', go: menu('/reviews') },
    { name: 'account', go: (page) => account(page).then(() => page.locator('header a[href="/account"]').click()) },
  ],
  shift: [
    { name: 'shift', go: menu('/shift') },
    { name: 'roster', go: link('/shift/roster') },
    { name: 'handover', go: (page) => menu('/shift')(page).then(() => link('/shift/handover')(page)) },
  ],
  admin: [
    { name: 'admin-users', go: menu('/admin') },
    { name: 'admin-sources', go: tab(1) },
    { name: 'admin-connectors', go: tab(2) },
    { name: 'admin-roster', go: tab(3) },
    { name: 'admin-audit', go: tab(4) },
  ],
}

const account = (page: Page) => page.locator('header button[aria-haspopup=dialog]').click()

/** All that the page asked for has come, and what moves has come to rest. */
async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor()
  await page.waitForFunction(() => {
    const moving = document.getAnimations().filter(({ effect, playState }) => {
      return playState === 'running' && effect?.getComputedTiming().endTime !== Infinity
    })
    return moving.length === 0 && !document.querySelector('main .mantine-Skeleton-root')
  })
}

/** Japanese on the page that is neither the name of the language nor written by somebody outside: files, their texts and names. */
const kana = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const isQuoted = node.parentElement?.closest('pre, code, textarea, script, style, [translate=no]')
      if (!isQuoted && /[\u3040-\u30ff]/.test(node.nodeValue ?? '')) found.push(node.nodeValue ?? '')
    }
    return found
  })

async function look(page: Page, name: string, { language, theme }: Look): Promise<void> {
  expect(await page.locator('html').getAttribute('lang')).toBe(language)
  expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe(theme)
  if (language === 'en') expect({ name, kana: await kana(page) }).toEqual({ name, kana: [] })
  await expectAccessible(page)
  await shoot(page, `${name}-${language}-${theme}`)
}

/** The main list of a page by keys alone: where it is, and what is there when its first entry was opened. */
type Reach = { path: string; by: 'j' | 'ArrowRight' | 'Tab'; wanted: string; opened: string }

const REACHES: Record<'soc' | 'admin', Reach[]> = {
  soc: [
    { path: '/situation', by: 'ArrowRight', wanted: '[data-tile="0"]', opened: 'main svg' },
    { path: '/', by: 'j', wanted: 'a[data-row="0"]', opened: '[data-key="approve"]' },
    { path: '/alarms', by: 'j', wanted: 'button[data-row="0"]', opened: 'main [aria-selected=true]' },
    { path: '/shift', by: 'Tab', wanted: 'main a[href^="/incidents/"]', opened: '[data-key="approve"]' },
    { path: '/alerts', by: 'Tab', wanted: 'main li button', opened: 'main aside dl' },
    { path: '/rules', by: 'j', wanted: 'main section li button', opened: 'main textarea' },
    { path: '/playbooks', by: 'j', wanted: 'main section li button', opened: 'main button[aria-current=step]' },
  ],
  admin: [{ path: '/admin', by: 'Tab', wanted: 'main [role=tab]', opened: 'main [role=tabpanel] table' }],
}

/** Of an installation in which a decision waits. */
export function tellLooks(scene: Scene): void {
  describe.each(['soc', 'shift', 'admin'] as const)('every page of %s', (user) => {
    test('can be read in both languages and both themes, switched on the open page', async () => {
      let now: Look = LOOKS[0]
      const { page } = await scene.console.open(now, user)
      for (const { name, go } of STOPS[user]) {
        await go(page)
        await settled(page)
        await look(page, name, now)
        // The next page is come to in the look that this one was left in.
        now = now === LOOKS[0] ? LOOKS[1] : LOOKS[0]
        await chooseLanguage(page, now.language)
        await chooseTheme(page, now.theme)
        await settled(page)
        await look(page, name, now)
      }
    }, 300_000)
  })

  test('the sign-in page can be read in both languages and both themes', async () => {
    const context = await scene.browser.newContext({ locale: 'ja-JP' })
    const page = await context.newPage()
    await page.goto(scene.stack.console)
    for (const { language, theme } of LOOKS) {
      await chooseLanguage(page, language)
      await page.locator(`header input[value=${theme}] + label`).click()
      await look(page, 'signin', { language, theme })
    }
    await context.close()
  }, 60_000)

  test(`the sign-in page can be used within ${FIRST_PAGE_MAX} times an empty page, on a slow line and a slow machine`, async () => {
    const times: number[] = []
    // What else the machine does slows one page or the other: the best of a few is the pages' own.
    do {
      const { emptyMs, pageMs } = await measureFirstPage(scene.stack.console)
      times.push(pageMs / emptyMs)
    } while (times.at(-1)! >= FIRST_PAGE_MAX && times.length < FIRST_PAGE_TRIES)
    expect(Math.min(...times)).toBeLessThan(FIRST_PAGE_MAX)
  }, 120_000)

  test('the first list needs no more JavaScript than its budget', () => {
    const bytes = firstLoadBytes()
    expect(bytes).toBeGreaterThan(FIRST_LOAD_MAX_BYTES / 2)
    expect(bytes).toBeLessThan(FIRST_LOAD_MAX_BYTES)
  })

  describe.each(['soc', 'admin'] as const)('with keys only %s', (user) => {
    test('signs in and opens the first entry of each page', async () => {
      const context = await scene.browser.newContext({ locale: 'en-GB' })
      await context.addInitScript(() => localStorage.setItem('genba-language', 'en'))
      const page = await context.newPage()
      const isOn = (wanted: string) => page.evaluate((css) => document.activeElement?.matches(css) ?? false, wanted)
      const press = async (key: string, wanted: string): Promise<void> => {
        for (let presses = 0; !(await isOn(wanted)); presses++) {
          if (presses === TABS_MAX) throw new Error(`${presses} times ${key} did not reach ${wanted}`)
          await page.keyboard.press(key)
          await page.waitForTimeout(30)
        }
      }
      await page.goto(scene.stack.console)
      await page.getByLabel('User name').waitFor()
      await press('Tab', 'input[autocomplete=username]')
      await page.keyboard.type(user)
      await press('Tab', 'input[type=password]')
      await page.keyboard.type(scene.stack.password)
      await page.keyboard.press('Enter')
      await page.getByRole('banner').getByText('Live', { exact: true }).waitFor()
      const menu = await page.locator('nav a').evaluateAll((all) => all.map((each) => each.getAttribute('href')))
      for (const { path, by, wanted, opened } of REACHES[user]) {
        await page.keyboard.press(String(menu.indexOf(path) + 1))
        await page.waitForURL((url) => url.pathname === path)
        await settled(page)
        await press(by, wanted)
        await page.keyboard.press('Enter')
        await page.locator(opened).first().waitFor()
      }
      await context.close()
    }, 120_000)
  })
}
