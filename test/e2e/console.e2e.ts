import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { expectAccessible, inLooks, LOOKS, shoot, type Look } from '../browser.js'
import { signIn } from '../person.js'
import { sceneOf } from '../scene.js'
import { ATTACK, until } from '../stack.js'

type Deliveries = { deliveries: { key: string; received: number; conduit: string; action: string }[] }
const LIGHT: Look = { language: 'ja', theme: 'light' }
const scene = sceneOf('console')

const open = (look: Look, user: string) => scene.console.open(look, user)

describe('the console', () => {
  test('follows an attack on the model factory from the first signal to the end of the response, without a reload', async () => {
    const { page } = await open({ language: 'en', theme: 'dark' }, 'shift')
    await page.getByText('No open incidents').waitFor()
    await shoot(page, 'incidents-empty-en-dark')
    // A reload would forget this mark.
    await page.evaluate(() => Object.assign(window, { genbaMark: 'not reloaded' }))

    const { stack } = scene
    await stack.genba('simulate', ATTACK, '--to', stack.ingest, '--key', stack.key, '--speed', '4')
    const link = page
      .locator('a[href^="/incidents/"]')
      .filter({ hasText: 'Supervision zone → Production line 1 zone' })
      .first()
    await link.waitFor({ timeout: 60_000 })
    await page.getByText('1 decision waiting').first().waitFor({ timeout: 60_000 })
    await expectAccessible(page)

    await link.click()
    await page.getByRole('button', { name: 'Approve', exact: true }).waitFor()
    await page.getByText('Way in', { exact: true }).first().waitFor({ timeout: 30_000 })
    await page.waitForTimeout(500)
    await shoot(page, 'incident-decide-en-dark')
    await expectAccessible(page)

    await page.getByRole('radio', { name: /^Block conduit/ }).check()
    await page.getByLabel('Reason (kept in the record)').fill('Line 1 is between two lots')
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await page.getByText('Response done').first().waitFor({ timeout: 90_000 })
    await shoot(page, 'incident-done-en-dark')
    expect(await page.evaluate(() => (window as unknown as { genbaMark?: string }).genbaMark)).toBe('not reloaded')
  }, 300_000)

  test('leaves exactly the incident that the scenario expects, and one block at the firewall', async () => {
    const soc = await signIn(scene.stack.console, 'soc', scene.stack.password)
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
    const { deliveries } = (await (await fetch(`${scene.stack.factory}/v1/conduits`)).json()) as Deliveries
    expect(deliveries.map(({ conduit, action }) => `${action} ${conduit}`)).toEqual(['block maintenance-supervision'])
  })

  test('shows the same to a SOC analyst, who may not decide what only the shift leader may', async () => {
    const { page } = await open(LIGHT, 'soc')
    await page.locator('a[href^="/incidents/"]').first().click()
    await inLooks(page, async ({ language, theme }, say) => {
      await page.getByText(say('対応完了', 'Response done')).first().waitFor()
      await expectAccessible(page)
      await shoot(page, `incident-done-${language}-${theme}`)
      expect(await page.getByRole('button', { name: say('承認', 'Approve'), exact: true }).count()).toBe(0)
    })
  }, 120_000)

  test('takes the signature of the shift leader who hands over, and waits for the next one', async () => {
    const { page } = await open(LIGHT, 'shift')
    await page.goto(`${scene.stack.console}/shift/handover`)
    await page.getByRole('textbox').fill('保守端末は撤去済み')
    await page.getByRole('button', { name: '署名して引き継ぐ' }).click()
    await page.getByText('自分が署名した引き継ぎは').waitFor()
    await expectAccessible(page)
    await shoot(page, 'handover-signed-ja-light')
  }, 60_000)

  test('shelves an alarm with its reason and a clock', async () => {
    const { page } = await open(LIGHT, 'shift')
    await page.goto(`${scene.stack.console}/alarms`)
    await inLooks(page, async (look, say) => {
      await page.getByRole('tab', { name: say('アラーム', 'Alarms'), exact: true }).click()
      await page.getByText(say('すべて', 'All'), { exact: true }).click()
      // The second look shelves another one: what is shelved already is refused.
      await page
        .locator('[data-row]')
        .nth(LOOKS.findIndex(({ theme }) => theme === look.theme))
        .click()
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
    })
  }, 120_000)

  test('draws the values around the incident, and keeps a file with it', async () => {
    const { page } = await open(LIGHT, 'shift')
    await page.locator('a[href^="/incidents/"]').first().click()
    await inLooks(page, async ({ language, theme }, say) => {
      const panel = page.getByRole('region', { name: say('計測値・設定値の推移', 'Measured and set values') })
      await panel.scrollIntoViewIfNeeded()
      const vacuum = panel.getByRole('img', { name: /^line-1\.mounter\.head1\.vacuum\. .* -42 kPa/ })
      await vacuum.locator('canvas').waitFor()
      await expectAccessible(page)
      await shoot(page, `incident-values-${language}-${theme}`)
    })
    const bytes = Buffer.from('the vacuum gauge of head 1 was read by hand')
    const file = { name: 'inspection.txt', mimeType: 'text/plain', buffer: bytes }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    const link = page.getByRole('link', { name: /inspection\.txt/ })
    await link.waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    expect(readFileSync(await download.path()).equals(bytes)).toBe(true)
    await expectAccessible(page)
  }, 60_000)

  test('closed by the analyst with a reason, the incident leaves the open list', async () => {
    const { page } = await open(LIGHT, 'soc')
    await page.locator('a[href^="/incidents/"]').first().click()
    await page.getByRole('button', { name: 'インシデントを終了' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('遮断後に新しいアラートはなく、保守端末を撤去した')
    await shoot(page, 'incident-close-ja-light')
    await dialog.getByRole('button', { name: /終了/ }).last().click()
    const soc = await signIn(scene.stack.console, 'soc', scene.stack.password)
    await until('the incident to be closed', async () => (await soc.incidents('open')).length === 0, 30_000)
    expect((await soc.incidents('closed')).map(({ state }) => state)).toEqual(['closed'])
  }, 120_000)
})
