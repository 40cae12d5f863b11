import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { expectAccessible, openConsole, LOOKS, shoot, startBrowser, type Look } from '../browser.js'
import { testEngines, type TestEngines } from '../engines.js'
import { signIn } from '../person.js'
import { ATTACK, startStack, until, type Stack } from '../stack.js'

type Deliveries = { deliveries: { key: string; received: number; conduit: string; action: string }[] }
let engines: TestEngines
let stack: Stack
let browser: Browser

beforeAll(async () => {
  engines = await testEngines('console')
  stack = await startStack('console', engines)
  browser = await startBrowser()
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  await engines?.stop()
}, 60_000)

const open = (look: Look, user: string) => openConsole(browser, stack, look, user)

describe('the console', () => {
  test('follows an attack on the model factory from the first signal to the end of the response, without a reload', async () => {
    const { context, page, errors } = await open({ language: 'en', theme: 'dark' }, 'shift')
    await page.getByText('No open incidents').waitFor()
    await shoot(page, 'incidents-empty-en-dark')
    // A reload would forget this mark.
    await page.evaluate(() => Object.assign(window, { genbaMark: 'not reloaded' }))

    await stack.genba('simulate', ATTACK, '--to', stack.ingest, '--key', stack.key, '--speed', '4')
    const link = page
      .locator('a[href^="/incidents/"]')
      .filter({ hasText: 'Supervision zone → Production line 1 zone' })
      .first()
    await link.waitFor({ timeout: 60_000 })
    await page.getByText('1 decision waiting').first().waitFor({ timeout: 60_000 })
    await shoot(page, 'incidents-en-dark')
    await expectAccessible(page)

    await link.click()
    await page.getByRole('button', { name: 'Approve', exact: true }).waitFor()
    await page.getByText('Way in', { exact: true }).first().waitFor({ timeout: 30_000 })
    await page.waitForTimeout(500)
    await shoot(page, 'incident-en-dark')
    await expectAccessible(page)

    await page.getByLabel('Reason (kept in the record)').fill('Line 1 is between two lots')
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await page.getByText('Response done').first().waitFor({ timeout: 90_000 })
    await shoot(page, 'incident-done-en-dark')
    expect(await page.evaluate(() => (window as unknown as { genbaMark?: string }).genbaMark)).toBe('not reloaded')
    expect(errors).toEqual([])
    await context.close()
  }, 300_000)

  test('leaves exactly the incident that the scenario expects, and one block at the firewall', async () => {
    const soc = await signIn(stack.console, 'soc', stack.password)
    const rows = await soc.incidents()
    expect(rows.map(({ zones }) => zones)).toEqual([['supervision', 'line-1']])
    const { incident, response } = await soc.incident(rows[0]?.id as string)
    const found = incident.signals.map(({ zone, rule }) => `${zone}/${rule.id}`)
    expect(found).toEqual(
      expect.arrayContaining([
        'supervision/recon-then-write',
        'supervision/repeated-critical-alert',
        'line-1/recon-then-write',
        'line-1/repeated-critical-alert',
        'line-1/many-distinct-sensors',
      ]),
    )
    expect(incident.spread.map(({ from, zone, conduit, shared }) => ({ from, zone, conduit, shared }))).toEqual([
      { from: 'supervision', zone: 'line-1', conduit: 'supervision-line-1', shared: '10.10.40.10' },
    ])
    expect(response?.state).toBe('done')
    expect([...new Set(response?.clock.map(({ phase }) => phase))]).toEqual(['observe', 'orient', 'decide', 'act'])
    const { deliveries } = (await (await fetch(`${stack.factory}/v1/conduits`)).json()) as Deliveries
    expect(deliveries.map(({ conduit, action }) => `${action} ${conduit}`)).toEqual(['block maintenance-supervision'])
  })

  test.each(LOOKS)(
    'shows the same to a SOC analyst in $language and $theme',
    async (look) => {
      const { context, page, errors } = await open(look, 'soc')
      await page.locator('a[href^="/incidents/"]').first().click()
      await page
        .getByText(look.language === 'ja' ? '対応完了' : 'Response done')
        .first()
        .waitFor()
      await page.waitForTimeout(800)
      await expectAccessible(page)
      await shoot(page, `incident-done-${look.language}-${look.theme}`)
      // A SOC analyst may not decide what only the shift leader may.
      expect(
        await page.getByRole('button', { name: look.language === 'ja' ? '承認' : 'Approve', exact: true }).count(),
      ).toBe(0)
      expect(errors).toEqual([])
      await context.close()
    },
    120_000,
  )

  test.each(LOOKS)(
    'shows all plants, the plant, the shift and its handover in $language and $theme',
    async (look) => {
      const { context, page, errors } = await open(look, 'shift')
      const say = (ja: string, en: string): string => (look.language === 'ja' ? ja : en)
      const visit = async (path: string, name: string, sign: string): Promise<void> => {
        await page.goto(`${stack.console}${path}`)
        await page.getByText(sign).first().waitFor()
        await page.waitForTimeout(800)
        await expectAccessible(page)
        await shoot(page, `${name}-${look.language}-${look.theme}`)
      }
      await visit('/situation', 'situation', say('模型工場', 'Model factory'))
      await page.keyboard.press('ArrowRight')
      // The tile is scrolled into view before it is focused.
      await page.locator('[data-tile="0"]:focus').waitFor()
      await page.keyboard.press('Enter')
      await page.waitForURL('**/plants/model-factory')
      await visit('/plants/model-factory', 'plant', say('到達可能', 'In reach'))
      await visit('/shift', 'shift', say('あなたの判断を待っているものはありません', 'Nothing waits for your decision'))
      await visit('/shift/handover', 'handover', say('署名して引き継ぐ', 'Sign and hand over'))
      await page.getByRole('textbox').fill(say('保守端末は撤去済み', 'The maintenance terminal is removed'))
      await page.getByRole('button', { name: say('署名して引き継ぐ', 'Sign and hand over') }).click()
      await page.getByText(say('自分が署名した引き継ぎは', 'Another shift leader takes over')).waitFor()
      expect(errors).toEqual([])
      await context.close()
    },
    120_000,
  )

  test.each(LOOKS)(
    'shelves an alarm in $language and $theme, with its reason and a clock',
    async (look) => {
      const { context, page, errors } = await open(look, 'shift')
      const say = (ja: string, en: string): string => (look.language === 'ja' ? ja : en)
      await page.goto(`${stack.console}/alarms`)
      await page.getByText(say('すべて', 'All'), { exact: true }).click()
      // The second look shelves another one: what is shelved already is refused.
      await page.locator('[data-row]').nth(LOOKS.indexOf(look)).click()
      await expectAccessible(page)
      await shoot(page, `alarms-${look.language}-${look.theme}`)
      await page.getByRole('button', { name: say('一時抑制する', 'Shelve'), exact: true }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText(say('4時間', '4 h'), { exact: true }).click()
      await dialog.getByRole('textbox').fill(say('センサーを清掃中', 'The sensor is being cleaned'))
      await expectAccessible(page)
      await dialog.getByRole('button', { name: say('一時抑制する', 'Shelve'), exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
      await page.getByRole('tab', { name: say('一時抑制・使用停止', 'Shelved & out of service') }).click()
      await page.getByText(say('センサーを清掃中', 'The sensor is being cleaned')).first().waitFor()
      await page.getByText(say('残り3:59:', '3:59:')).first().waitFor()
      await expectAccessible(page)
      await shoot(page, `alarms-shelved-${look.language}-${look.theme}`)
      expect(errors).toEqual([])
      await context.close()
    },
    120_000,
  )

  test.each(LOOKS)(
    'draws the values around the incident, and keeps a file with it, in $language and $theme',
    async (look) => {
      const isJa = look.language === 'ja'
      const { context, page, errors } = await open(look, 'shift')
      await page.locator('a[href^="/incidents/"]').first().click()
      const panel = page.getByRole('region', { name: isJa ? '計測値・設定値の推移' : 'Measured and set values' })
      await panel.scrollIntoViewIfNeeded()
      const vacuum = panel.getByRole('img', { name: /^line-1\.mounter\.head1\.vacuum\. .* -42 kPa/ })
      await vacuum.locator('canvas').waitFor()
      await page.waitForTimeout(500)
      await expectAccessible(page)
      await shoot(page, `incident-values-${look.language}-${look.theme}`)
      const name = `inspection-${look.language}.txt`
      const bytes = Buffer.from('the vacuum gauge of head 1 was read by hand')
      await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: bytes })
      await page.getByRole('button', { name: isJa ? '追加' : 'Add', exact: true }).click()
      const link = page.getByRole('link', { name: new RegExp(name) })
      await link.waitFor()
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
      expect(readFileSync(await download.path()).equals(bytes)).toBe(true)
      await expectAccessible(page)
      expect(errors).toEqual([])
      await context.close()
    },
    60_000,
  )

  test('says on a page of its own that the server is away', async () => {
    const { context, page } = await open({ language: 'ja', theme: 'light' }, 'shift')
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
    await page.reload()
    await context.setOffline(true)
    await page.goto(`${stack.console}/shift`)
    await page.getByText('サーバーに接続できません').waitFor()
    await expectAccessible(page)
    await context.setOffline(false)
    await context.close()
  }, 60_000)

  test('closed by the analyst with a reason, the incident leaves the open list', async () => {
    const { context, page } = await open({ language: 'ja', theme: 'light' }, 'soc')
    await page.locator('a[href^="/incidents/"]').first().click()
    await page.getByRole('button', { name: 'インシデントを終了' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('遮断後に新しい警報はなく、保守端末を撤去した')
    await shoot(page, 'incident-close-ja-light')
    await dialog.getByRole('button', { name: /終了/ }).last().click()
    const soc = await signIn(stack.console, 'soc', stack.password)
    await until('the incident to be closed', async () => (await soc.incidents('open')).length === 0, 30_000)
    expect((await soc.incidents('closed')).map(({ state }) => state)).toEqual(['closed'])
    await context.close()
  }, 120_000)
})
