import { beforeAll, describe, expect, test } from '@jest/globals'
import { CoverList, type IncidentRow } from '@genba/contracts'
import type { Page } from 'playwright-core'
import { expectAccessible, inLooks, shoot, type Look } from '../../browser.js'
import { signIn, type Person } from '../../person.js'
import type { Scene } from '../../scene.js'
import { until } from '../../stack.js'
import { attack } from './attack.js'

const LIGHT: Look = { language: 'ja', theme: 'light' }
const DARK: Look = { language: 'en', theme: 'dark' }
const TABLET = { width: 820, height: 1180 }
/** What a finger hits (WCAG 2.2, 2.5.8). */
const TARGET_MIN_PX = 24

/** Of what stands beside the mouse on one desk: notifications, keys, the wall, the map under a hand, a tablet at the line. */
export function tellHands(scene: Scene): void {
  let soc: Person

  beforeAll(async () => {
    soc = await signIn(scene.stack.console, 'soc', scene.stack.password)
  })

  const open = (look: Look, user: string) => scene.console.open(look, user)
  const toIncident = async (page: Page, { id }: IncidentRow): Promise<void> => {
    await page.goto(`${scene.stack.console}/incidents/${encodeURIComponent(id)}`)
    await page.locator('#timeline').waitFor()
  }
  /** The open incident with the most signals: one can be taken out of it. */
  const busiest = async (): Promise<IncidentRow> => {
    const rows = await soc.incidents('open')
    const pages = await Promise.all(rows.map(({ id }) => soc.incident(id)))
    const most = pages.sort((a, b) => b.incident.signals.length - a.incident.signals.length)[0]!
    return rows.find(({ id }) => id === most.incident.id)!
  }

  describe('a browser that may notify', () => {
    test('is asked to show what is new, on whatever page, once somebody wished it', async () => {
      const { context, page } = await scene.console.open(LIGHT, 'soc', { isAlone: true })
      // A browser without a desktop shows nothing: what it is asked to show is kept instead.
      await context.addInitScript(() => {
        const shown: { title: string; body: string | undefined }[] = []
        class Kept {
          static permission = 'granted'
          static requestPermission = () => Promise.resolve('granted')
          constructor(title: string, { body }: NotificationOptions = {}) {
            shown.push({ title, body })
          }
        }
        Object.assign(window, { Notification: Kept, shown })
      })
      const shown = () => page.evaluate(() => (window as unknown as { shown: unknown[] }).shown)
      await page.goto(`${scene.stack.console}/situation`)
      const bell = page.getByRole('button', { name: 'ブラウザの通知で知らせる' })
      await bell.click()
      await page.getByRole('button', { name: 'ブラウザの通知で知らせる', pressed: true }).waitFor()
      await page.getByRole('link', { name: '手順書' }).click()
      expect(await shown()).toEqual([])
      await attack(scene.stack, '10.10.20.30', '10.10.80.10')
      await until('the notification', async () => (await shown()).length > 0, 60_000)
      expect(await shown()).toEqual(
        expect.arrayContaining([{ title: '新しいインシデントまたは判断待ち', body: '模型工場（電子機器メーカ）' }]),
      )
    }, 120_000)
  })

  describe('an incident under the hands on the keyboard', () => {
    test('leads to attaching, detaching and closing by one key each', async () => {
      const { page } = await open(DARK, 'soc')
      await toIncident(page, await busiest())
      for (const [key, what] of [
        ['f', 'attach'],
        ['d', 'detach'],
        ['x', 'close'],
      ] as const) {
        await page.locator(`[data-key="${what}"]`).first().waitFor()
        await page.keyboard.press(key)
        await page.locator(`[data-key="${what}"]:focus`).waitFor()
      }
      await page.keyboard.press('?')
      const help = page.getByRole('dialog')
      for (const word of ['Go to attach a file', 'Go to detach a signal', 'Go to close the incident'])
        await help.getByText(word).waitFor()
      await expectAccessible(page)
      await shoot(page, 'keys-en-dark')
    }, 60_000)

    test('has its first alarm shelved without leaving it, for the addresses that are behind it', async () => {
      const { page } = await open(LIGHT, 'soc')
      const row = await busiest()
      await toIncident(page, row)
      await page.keyboard.press('h')
      await page.locator('[data-key="shelve"]:focus').waitFor({ timeout: 30_000 })
      await inLooks(page, async ({ language, theme }) => {
        await page.locator('[data-key="shelve"]').first().scrollIntoViewIfNeeded()
        await expectAccessible(page)
        await shoot(page, `incident-alarms-${language}-${theme}`)
      })
      await page.locator('[data-key="shelve"]').first().press('Enter')
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox').fill('The terminal is being reinstalled')
      await dialog.getByRole('button', { name: 'Shelve', exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
      const { covers } = CoverList.parse(await soc.get(`/v1/plants/${row.plant}/covers`))
      const shelf = covers.find(({ cover }) => cover.reason === 'The terminal is being reinstalled')?.cover
      expect(shelf).toMatchObject({
        kind: 'shelf',
        by: 'soc',
        sources: expect.arrayContaining([expect.stringMatching(/^10\.10\./)]),
      })
    }, 120_000)
  })

  describe('the situation on a wall', () => {
    test('stands alone and large until somebody leaves it', async () => {
      const { page } = await open(DARK, 'soc')
      await page.goto(`${scene.stack.console}/situation`)
      await page.locator('[data-tile="0"]').waitFor()
      const sizeOf = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize))
      const before = await sizeOf()
      await page.keyboard.press('w')
      await page.locator('html[data-wall]').waitFor()
      await page.locator('nav').first().waitFor({ state: 'hidden' })
      expect(await sizeOf()).toBeGreaterThan(before)
      await expectAccessible(page)
      await shoot(page, 'situation-wall-en-dark')
      await page.keyboard.press('Escape')
      await page.locator('html:not([data-wall])').waitFor()
      await page.locator('nav').first().waitFor()
    }, 60_000)
  })

  describe('the map of a plant', () => {
    test('keeps a zone where somebody put it, in this browser, until they put it back', async () => {
      const { page } = await open(LIGHT, 'soc')
      await page.goto(`${scene.stack.console}/plants/model-factory`)
      const zone = page.locator('.react-flow__node-zone[data-id="warehouse"]')
      const back = page.getByRole('button', { name: '自動配置に戻す' })
      const place = async (): Promise<string> => {
        await zone.waitFor()
        return (await zone.getAttribute('style'))?.match(/translate\([^)]*\)/)?.[0] ?? ''
      }
      const first = await place()
      expect(await back.isDisabled()).toBe(true)
      const box = (await zone.boundingBox())!
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
      await page.mouse.move(x, y)
      await page.mouse.down()
      await page.mouse.move(x - 40, y, { steps: 5 })
      await page.mouse.up()
      await page.locator('button:enabled').filter({ hasText: '自動配置に戻す' }).waitFor()
      const moved = await place()
      expect(moved).not.toBe(first)
      await page.reload()
      expect(await place()).toBe(moved)
      await expectAccessible(page)
      await shoot(page, 'plant-pinned-ja-light')
      await back.click()
      await until('the zone to be back', async () => (await place()) === first)
    }, 60_000)
  })

  describe('a tablet at the line', () => {
    test('shows the shift, the situation and an incident without scrolling sideways, with what is decided there large enough for a finger', async () => {
      const { page } = await open(LIGHT, 'shift')
      await page.setViewportSize(TABLET)
      const fits = async (name: string): Promise<void> => {
        const { scroll, room, small } = await page.evaluate((least) => {
          const buttons = [...document.querySelectorAll<HTMLElement>('main [data-key]')]
          const sizes = buttons.map((each) => [each.textContent, each.getBoundingClientRect()] as const)
          return {
            scroll: document.documentElement.scrollWidth,
            room: document.documentElement.clientWidth,
            small: sizes.flatMap(([text, { width, height }]) =>
              width > 0 && Math.min(width, height) < least ? [`${text}: ${width} × ${height}`] : [],
            ),
          }
        }, TARGET_MIN_PX)
        expect({ name, isWide: scroll > room, small }).toEqual({ name, isWide: false, small: [] })
        await expectAccessible(page)
        await shoot(page, `tablet-${name}-ja-light`)
      }
      await page.goto(`${scene.stack.console}/shift`)
      await page.locator('main a[href^="/incidents/"]').first().waitFor()
      await fits('shift')
      await page.goto(`${scene.stack.console}/situation`)
      await page.locator('[data-tile="0"]').waitFor()
      await fits('situation')
      await toIncident(page, await busiest())
      await fits('incident')
    }, 120_000)
  })
}
