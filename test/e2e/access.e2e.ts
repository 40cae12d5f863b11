import { describe, expect, test } from '@jest/globals'
import { TOTP } from 'otpauth'
import type { BrowserContext, Page } from 'playwright-core'
import { expectAccessible, shoot, type Look } from '../browser.js'
import { sceneOf } from '../scene.js'

const WINDOW = { width: 1440, height: 900 }
const PASSWORD = 'the second line of today'
const PERIOD_MS = 30_000

const scene = sceneOf('accesspages', () => ({ GENBA_DEMO: 'false' }))

async function open({ language, theme }: Look): Promise<{ context: BrowserContext; page: Page; errors: string[] }> {
  const context = await scene.browser.newContext({ viewport: WINDOW, colorScheme: theme, locale: language })
  // Before the first script, as a choice of an earlier visit.
  await context.addInitScript((chosen) => localStorage.setItem('genba-language', chosen), language)
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(`${scene.stack.console}/signin`)
  return { context, page, errors }
}

async function signIn(page: Page, user: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(user)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function changePassword(page: Page): Promise<void> {
  await page.getByText('Change your password first').waitFor()
  await page.getByLabel('Present password').fill(scene.stack.password)
  await page.getByLabel('New password', { exact: true }).fill(PASSWORD)
  await page.getByLabel('New password again').fill(PASSWORD)
  await page.getByRole('button', { name: 'Change password' }).click()
}

const EN: Look = { language: 'en', theme: 'dark' }

describe('signing in', () => {
  let secret = ''

  test('changes the demo password, enrols an authenticator and from then on asks for its code', async () => {
    const { context, page, errors } = await open(EN)
    await signIn(page, 'soc', scene.stack.password)
    await page.getByText('Change your password first').waitFor()
    await expectAccessible(page)
    await shoot(page, 'first-password-en-dark')
    await changePassword(page)
    await page.getByRole('heading', { level: 1, name: 'Incidents' }).waitFor()

    await page.getByRole('button', { name: 'SOC analyst' }).click()
    await page.getByRole('link', { name: 'Account settings' }).click()
    const factor = page.getByRole('region', { name: 'Second factor' })
    await factor.getByRole('textbox', { name: 'Present password' }).fill(PASSWORD)
    await factor.getByRole('button', { name: 'Enrol an authenticator' }).click()
    await factor.getByRole('img', { name: 'QR code for an authenticator' }).waitFor()
    await shoot(page, 'account-enrol-en-dark')
    secret = ((await factor.locator('code').textContent()) ?? '').replaceAll(' ', '')
    // A step back, so that the sign-in below has the present one for itself.
    await factor
      .getByRole('textbox', { name: 'Code' })
      .fill(new TOTP({ secret }).generate({ timestamp: Date.now() - PERIOD_MS }))
    await factor.getByRole('button', { name: 'Finish enrolment' }).click()
    await factor.getByText('Recovery codes').waitFor()
    await expectAccessible(page)
    await factor.getByRole('button', { name: 'I have kept them' }).click()
    await factor.getByText('On. Each sign-in asks for a code.').waitFor()

    await page.getByRole('button', { name: 'SOC analyst' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await signIn(page, 'soc', PASSWORD)
    await page.getByLabel('Code').waitFor()
    await expectAccessible(page)
    await shoot(page, 'signin-code-en-dark')
    await page.getByLabel('Code').fill(new TOTP({ secret }).generate())
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor()
    expect(errors).toEqual([])
    await context.close()
  }, 300_000)

  test('ends at once in a browser whose session an administrator ends', async () => {
    const victim = await open(EN)
    await signIn(victim.page, 'shift', scene.stack.password)
    await changePassword(victim.page)
    await victim.page.getByText('Live', { exact: true }).waitFor()

    const { context, page, errors } = await open(EN)
    await signIn(page, 'admin', scene.stack.password)
    await changePassword(page)
    await page.getByRole('link', { name: 'Administration' }).click()
    await page.getByRole('row', { name: /shift/ }).first().waitFor()
    await page.waitForTimeout(300)
    await expectAccessible(page)
    await page
      .getByRole('row', { name: /^shift/ })
      .getByRole('button', { name: /session/ })
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'End', exact: true }).first().click()
    await victim.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor({ timeout: 15_000 })
    await dialog.getByText('There is no session').waitFor()
    await page.keyboard.press('Escape')

    await page.getByRole('tab', { name: 'Sources' }).click()
    await page.getByText('model-factory-sensors').waitFor()
    await page.getByRole('button', { name: 'New key' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Do it' }).click()
    await page.getByText(/^genba_[\w-]{43}$/).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await page.waitForTimeout(400)
    await expectAccessible(page)

    await page.getByRole('tab', { name: 'Audit trail' }).click()
    await page.getByRole('button', { name: 'Verify the trail' }).click()
    await page.getByText(/links hold/).waitFor()
    await page.getByText('source.key-rotated').waitFor()
    await expectAccessible(page)
    expect(errors).toEqual([])
    await victim.context.close()
    await context.close()
  }, 300_000)

  test('shows the same in Japanese and light to an auditor, who changes nothing', async () => {
    const { context, page, errors } = await open({ language: 'ja', theme: 'light' })
    await page.getByLabel('ユーザー名').fill('auditor')
    await page.getByRole('textbox', { name: 'パスワード' }).fill(scene.stack.password)
    await page.getByRole('button', { name: 'サインイン', exact: true }).click()
    await page.getByLabel('今のパスワード').fill(scene.stack.password)
    await page.getByLabel('新しいパスワード', { exact: true }).fill(PASSWORD)
    await page.getByLabel('新しいパスワード(確認)').fill(PASSWORD)
    await page.getByRole('button', { name: 'パスワードを変更' }).click()
    await page.getByRole('link', { name: '管理' }).click()
    await page.getByText('システム管理者').first().waitFor()
    expect(await page.getByRole('button', { name: 'ユーザーを追加' }).count()).toBe(0)
    await page.waitForTimeout(300)
    await expectAccessible(page)
    await page.goto(`${scene.stack.console}/account`)
    await page.getByText('このセッション').waitFor()
    await expectAccessible(page)
    expect(errors).toEqual([])
    await context.close()
  }, 180_000)
})
