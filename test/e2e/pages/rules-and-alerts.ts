import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { REPO } from '../../../deploy/local/home.mjs'
import { expectAccessible, shoot } from '../../browser.js'
import type { Scene } from '../../scene.js'

const SHOT_WAIT_MS = 500

/** Of the attack, before anybody did something about it. */
export function tellRulesAndAlerts(scene: Scene): void {
  describe('the rules page', () => {
    test('tries a changed rule on past data, with its faults first, and shows what would be different, in Japanese', async () => {
      const { page } = await scene.console.open({ language: 'ja', theme: 'light' }, 'soc')
      await page.getByRole('link', { name: '相関ルール' }).click()
      await page.getByRole('button', { name: /偵察/ }).first().waitFor()
      await page.getByRole('textbox', { name: 'ルールを絞り込む' }).fill('recon-then-write.yml')
      await page.locator('button').filter({ hasText: 'recon-then-write.yml' }).first().click()
      const editor = page.getByRole('textbox', { name: '試すルール（YAML）' })
      const written = await editor.inputValue()
      await editor.fill(written.replace(/timespan: .*/, 'timespan: 5x'))
      await page.getByRole('button', { name: '試す', exact: true }).click()
      await page.getByText(/recon-then-write\.yml:\d+ timespan "5x"/).waitFor()
      // Each connection has a source port of its own: nothing comes together by it any more.
      await editor.fill(written.replace(/group-by: .*/, 'group-by: [src.port]'))
      await page.getByRole('button', { name: '試す', exact: true }).click()
      const result = page.getByRole('region', { name: '結果' })
      await result.waitFor({ timeout: 60_000 })
      await result.getByText(/^シグナル .*: [1-9]\d* → 0$/).waitFor()
      await result.getByText('変化 1', { exact: true }).waitFor()
      await page.waitForTimeout(SHOT_WAIT_MS)
      await expectAccessible(page)
      await result.scrollIntoViewIfNeeded()
      await shoot(page, 'rules-tried-ja-light')
    }, 120_000)

    test('says the same on the command line', async () => {
      const { stack } = scene
      const env = ['--to', stack.console, '--user', 'soc', '--password', stack.password, '--language', 'en']
      const rules = join(REPO, 'libs/correlation/rules')
      const said = await stack.genba('what-if', '--rules', rules, '--days', '1', ...env)
      expect(said).toMatch(/0 new, 0 gone, 0 changed, [1-9]\d* unchanged/)
    }, 60_000)
  })

  describe('the alert search', () => {
    test('finds an alert by its text, says why it is where it is, and shows what could not be read', async () => {
      const { page } = await scene.console.open({ language: 'en', theme: 'dark' }, 'soc')
      await page.getByRole('link', { name: 'Alert search' }).click()
      await page.getByText(/looked at, back to|whole period was looked through/).waitFor({ timeout: 30_000 })
      // Every change of the conditions is a new search: when it is asked for, the list before it is gone.
      const searched = page.waitForResponse(
        (answer) => /text=write/.test(answer.url()) && /in=incident/.test(answer.url()),
      )
      await page.getByRole('textbox', { name: 'Search' }).fill('write')
      await page.getByLabel('Incident', { exact: true }).selectOption('incident')
      await searched
      const rows = page.getByRole('region', { name: 'Alerts' })
      const row = rows.getByRole('button', { name: /write.*Probably in one/i }).first()
      await row.waitFor()
      await row.click()
      await page.getByRole('button', { name: 'Why it is in an incident or not' }).click()
      await page.getByText('A rule fired').first().waitFor({ timeout: 30_000 })
      await page.waitForTimeout(SHOT_WAIT_MS)
      await expectAccessible(page)
      await shoot(page, 'alert-why-en-dark')
      await page.getByText('Unreadable input', { exact: true }).click()
      await page.getByRole('region', { name: 'Unreadable input' }).getByRole('button').first().click()
      await page.getByText('no severity that is one').waitFor()
      await expectAccessible(page)
    }, 120_000)
  })
}
