import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@jest/globals'
import { chromium, type Browser, type Page } from 'playwright-core'
import { homeOf, REPO } from '../deploy/local/home.mjs'

/** A test run leaves the clone as it was; the README's pictures are made anew with UPDATE_SCREENS=1. */
const SCREENS = process.env['UPDATE_SCREENS']
  ? join(REPO, 'docs', 'screens')
  : join(homeOf(process.env), 'test', 'screens')
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
]

/** The system's Chromium; nothing is downloaded. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS })

export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual(
    [],
  )
}

export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true })
  await page.screenshot({ path: join(SCREENS, `${name}.png`) })
}
