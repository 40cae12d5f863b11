import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@jest/globals'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { homeOf, REPO } from '../deploy/local/home.mjs'
import type { Stack } from './stack.js'

/** A test run leaves the clone as it was; the README's pictures are made anew with UPDATE_SCREENS=1. */
const SCREENS = process.env['UPDATE_SCREENS']
  ? join(REPO, 'docs', 'screens')
  : join(homeOf(process.env), 'test', 'screens')
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
export const LOOKS: Look[] = [
  { language: 'ja', theme: 'light' },
  { language: 'en', theme: 'dark' },
]
const WORDS = {
  ja: { user: 'ユーザー名', password: 'パスワード', signIn: 'サインイン' },
  en: { user: 'User name', password: 'Password', signIn: 'Sign in' },
} as const

/** Looks in which this file's tests have seen the sign-in page: it is the same for everybody, and looking takes seconds. */
const checked = new Set<string>()

/** The system's Chromium; nothing is downloaded. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS })

/** The console with somebody signed in; `errors` are those of the page. */
export async function openConsole(
  browser: Browser,
  stack: Stack,
  { language, theme }: Look,
  user: string,
): Promise<{ context: BrowserContext; page: Page; errors: string[] }> {
  const context = await browser.newContext({
    viewport: WINDOW,
    colorScheme: theme,
    locale: language === 'ja' ? 'ja-JP' : 'en-GB',
  })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    // Asking who is signed in, before anybody is, answers 401: that is no fault of the page.
    if (message.type() === 'error' && !message.text().includes('401')) errors.push(message.text())
  })
  await page.goto(stack.console)
  await page
    .getByRole('button', { name: language === 'ja' ? '日本語' : 'English' })
    .or(page.getByText(language === 'ja' ? '日本語' : 'English', { exact: true }))
    .first()
    .click()
  const words = WORDS[language]
  await page.getByLabel(words.user).waitFor()
  if (!checked.has(`${language} ${theme}`)) await expectAccessible(page)
  checked.add(`${language} ${theme}`)
  await page.getByLabel(words.user).fill(user)
  await page.getByRole('textbox', { name: words.password }).fill(stack.password)
  await page.getByRole('button', { name: words.signIn, exact: true }).click()
  await page
    .getByRole('heading', { level: 1 })
    .filter({ hasText: language === 'ja' ? 'インシデント' : 'Incidents' })
    .waitFor()
  return { context, page, errors }
}

/** By the choice in the header of the open page. */
export const chooseLanguage = (page: Page, language: Look['language']): Promise<void> =>
  page.locator(`header input[value=${language}] + label`).click()

/** By the choice in the account's menu, for somebody who is signed in. */
export async function chooseTheme(page: Page, theme: Look['theme']): Promise<void> {
  const button = page.locator('header button[aria-haspopup=dialog]')
  await button.click()
  await page.locator(`header input[value=${theme}] + label`).click()
  await page.keyboard.press('Escape')
  await page.locator('header [role=dialog]').waitFor({ state: 'detached' })
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

export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true })
  await page.screenshot({ path: join(SCREENS, `${name}.png`) })
}
