import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@jest/globals'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { REPO } from '../deploy/local/home.mjs'
import type { Stack } from './stack.js'

const SCREENS = join(REPO, 'docs', 'screens')
const WINDOW = { width: 1440, height: 900 }
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
]

export type Look = { language: 'ja' | 'en'; theme: 'light' | 'dark' }
/** Each language and each theme once: names are the language's, contrast is the theme's, and looking takes seconds. */
export const LOOKS: readonly [Look, Look] = [
  { language: 'ja', theme: 'light' },
  { language: 'en', theme: 'dark' },
]
const NONE = /(?!)/

/** The system's Chromium; nothing is downloaded. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS })

export type Visit = { page: Page; context: BrowserContext }
export type Wish = {
  /** In a browser of their own, which remembers nothing of earlier visits and is lost with this one. */
  isAlone?: boolean
  /** Errors that the test brings about itself. Asking who is signed in, before anybody is, answers 401: that is never a fault. */
  excused?: RegExp
}

/**
 * The console of one stack. Everybody has one browser in it and is signed in once: signing in and loading everything anew takes
 * seconds, and has tests of its own. What a test opened is closed when it ends, and must have reported no error.
 */
export class Console {
  private readonly people = new Map<string, Promise<BrowserContext>>()
  private visits: (Visit & Required<Wish> & { errors: string[] })[] = []

  constructor(
    private readonly browser: Browser,
    private readonly stack: Stack,
  ) {}

  /** A page of their own for somebody who is signed in: the incidents, in this look. */
  async open({ language, theme }: Look, user: string, { isAlone = false, excused = NONE }: Wish = {}): Promise<Visit> {
    const theirs = await this.of(user)
    const context = isAlone ? await this.browser.newContext({ viewport: WINDOW, locale: 'en-GB' }) : theirs
    if (isAlone) await context.addCookies(await theirs.cookies())
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    this.visits.push({ page, context, errors, isAlone, excused })
    await page.goto(this.stack.console)
    await page.getByRole('navigation').first().waitFor()
    await page.locator('main h1').waitFor()
    await chooseLanguage(page, language)
    await chooseTheme(page, theme)
    return { page, context }
  }

  /** Ends what one test opened. */
  async close(): Promise<void> {
    const over = this.visits
    this.visits = []
    for (const { isAlone, context, page } of over) {
      // What is still being answered in the page's place has nobody any more who waits for it.
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      await (isAlone ? context : page).close()
    }
    const faults = over.flatMap(({ errors, excused }) =>
      errors.filter((text) => !/401/.test(text) && !excused.test(text)),
    )
    expect(faults).toEqual([])
  }

  /** The browser of somebody, who signs in when they come for the first time. */
  private of(user: string): Promise<BrowserContext> {
    const known = this.people.get(user) ?? this.signIn(user)
    this.people.set(user, known)
    return known
  }

  private async signIn(user: string): Promise<BrowserContext> {
    const context = await this.browser.newContext({ viewport: WINDOW, locale: 'en-GB' })
    const page = await context.newPage()
    await page.goto(this.stack.console)
    await chooseLanguage(page, 'en')
    await page.getByLabel('User name').fill(user)
    await page.getByRole('textbox', { name: 'Password' }).fill(this.stack.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('navigation').first().waitFor()
    await page.close()
    return context
  }
}

/** By the choice in the header of the open page. */
export const chooseLanguage = (page: Page, language: Look['language']): Promise<void> =>
  page.locator(`header input[value=${language}] + label`).click()

/** By the choice in the account's menu, for somebody who is signed in. */
export async function chooseTheme(page: Page, theme: Look['theme']): Promise<void> {
  if ((await page.locator('html').getAttribute('data-mantine-color-scheme')) === theme) return
  const button = page.locator('header button[aria-haspopup=dialog]')
  await button.click()
  await page.locator(`header input[value=${theme}] + label`).click()
  await page.keyboard.press('Escape')
  await page.locator('header [role=dialog]').waitFor({ state: 'detached' })
  // The menu gives the focus back to its button: who goes on begins where they were, with nothing in focus.
  await button.blur()
}

/** The same in Japanese and light, then in English and dark, switched on the open page; `say` picks the language's word. */
export async function inLooks(
  page: Page,
  tell: (look: Look, say: (ja: string, en: string) => string) => Promise<void>,
): Promise<void> {
  for (const look of LOOKS) {
    await chooseLanguage(page, look.language)
    await chooseTheme(page, look.theme)
    await tell(look, (ja, en) => (look.language === 'ja' ? ja : en))
  }
}

export async function expectAccessible(page: Page): Promise<void> {
  // The console has no frames, whose results a page of its own would be opened for; what is in order need not be described.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual(
    [],
  )
}

/** Takes a picture for the README and docs/screens, when UPDATE_SCREENS asks for them: a test run leaves the clone as it was. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (process.env['UPDATE_SCREENS']) await page.screenshot({ path: join(SCREENS, `${name}.png`) })
}
