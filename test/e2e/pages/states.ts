import { beforeAll, describe, expect, test } from '@jest/globals'
import { ERRORS, PromiseList, UserList, type ErrorCode } from '@genba/contracts'
import type { Locator, Page, Route } from 'playwright-core'
import { expectAccessible, shoot, type Look } from '../../browser.js'
import { signIn, type Person } from '../../person.js'
import type { Scene } from '../../scene.js'
import { until } from '../../stack.js'

const LOOK: Look = { language: 'en', theme: 'dark' }
/** The console must know who asks before it can show a page at all. */
const ABOUT_SELF = /\/v1\/(session|me)\b/
/** The console asks three times before it says that an engine is away. */
const FAILED_MS = 30_000
const UNREACHABLE = 'The server does not answer. Check the network.'
const RULE = 'Reconnaissance then write to a controller'
/** As Chromium, and the loader of the pages, word it. */
const UNANSWERED = /Failed to load resource|WebSocket connection to|Unable to preload/
const BANNER = 'Approvals and other actions are refused, not queued'

/** What stands on a page of an installation in which nothing has happened. */
type Place = {
  path: string
  tab?: string
  whole: string
  /** When nothing at all comes: no plants, no rules. Absent: something always comes. */
  empty?: string
  /** Without a line, where it is not what stood there before. */
  away?: string
  /** What is read while there is a line, so that it can be acted on without one. */
  before?: (page: Page) => Promise<unknown>
  /** Something that changes the plant, tried without a line; the page then says that it could not be sent. */
  act?: (page: Page) => Promise<void>
}

const PLACES: Record<'soc' | 'admin', Place[]> = {
  soc: [
    { path: '/situation', whole: 'Model factory', empty: 'There is no plant that you may see' },
    { path: '/', whole: 'No open incidents', empty: 'No open incidents' },
    { path: '/alarms', whole: 'No alarms are present', empty: 'No plant is yours' },
    { path: '/shift', whole: 'Nothing waits for your decision', empty: 'No plant is yours', act: promise },
    // Each search is of its moment: there is no older one to show.
    { path: '/alerts', whole: 'No alert matches', empty: 'No alert matches', away: UNREACHABLE },
    { path: '/rules', whole: RULE, empty: 'No rule matches', before: openRule, act: tryRule },
    { path: '/playbooks', whole: 'Controller tampering', empty: 'No playbook matches' },
    { path: '/reviews', whole: 'Nothing waits for a review', empty: 'Nothing waits for a review' },
  ],
  admin: [
    // There is always somebody: who looks.
    { path: '/admin', tab: 'Users', whole: 'Administrator', act: addUser },
    { path: '/admin', tab: 'Sources', whole: 'model-factory-sensors', empty: 'There are no sources yet' },
    { path: '/admin', tab: 'Connectors', whole: 'plant-firewall', empty: 'No connector is configured' },
    { path: '/admin', tab: 'On call', whole: 'May decide now', empty: 'There is no plant that you may see' },
    { path: '/admin', tab: 'Audit trail', whole: 'session.opened', empty: 'Nothing matches' },
  ],
}
const USERS = Object.keys(PLACES) as (keyof typeof PLACES)[]

const mainOf = (page: Page) => page.getByRole('main')
const failures = (page: Page, text: string) => mainOf(page).getByRole('alert').filter({ hasText: text })
const shown = (page: Page, text: string) => mainOf(page).getByText(text).first().waitFor({ timeout: FAILED_MS })
const name = ({ path, tab }: Place): string => tab ?? (path.slice(1) || 'incidents')

/** Loads the page anew: nothing that came before is known to it. */
async function load(page: Page, { path, tab }: Place): Promise<void> {
  await page.goto(new URL(path, page.url()).href)
  if (tab) await page.getByRole('tab', { name: tab }).click()
}

/** Through the menu, as people do: what is known stays known. */
async function walk(page: Page, { path, tab }: Place): Promise<void> {
  await page.getByRole('navigation').first().locator(`a[href="${path}"]`).click()
  if (tab) await page.getByRole('tab', { name: tab }).click()
}

/** What a page asks for is answered by `how` of the moment; what is asked about oneself goes through. */
async function answers(page: Page) {
  const through = (route: Route): Promise<void> => route.continue()
  const say =
    (code: ErrorCode) =>
    (route: Route): Promise<void> => {
      const { status, again, text } = ERRORS[code]
      return route.fulfill({ status, json: { code, message: text.en, again } })
    }
  let how = through
  let release: () => void = () => undefined
  await page.route(/\/v1\//, (route) => (ABOUT_SELF.test(route.request().url()) ? route.continue() : how(route)))
  const turn = (to: typeof how): void => {
    how = to
    release()
  }
  return {
    hold: (): void => {
      const held = new Promise<void>((resolve) => (release = resolve))
      how = async (route) => {
        await held
        await how(route)
      }
    },
    fail: (code: ErrorCode): void => turn(say(code)),
    empty: (): void => turn(emptied),
    through: (): void => turn(through),
  }
}

/** A connection that was kept open may end just when it is used again; browsers try anew. */
const RETRIES = 2

/** The gateway's answer with all that it lists taken out. */
async function emptied(route: Route): Promise<void> {
  const response = await route.fetch({ maxRetries: RETRIES })
  const json = (await response.json()) as Record<string, unknown>
  const bare = Object.entries(json).map(([key, value]) => [key, Array.isArray(value) ? [] : value])
  await route.fulfill({ response, json: { ...Object.fromEntries(bare), next: undefined } })
}

async function give(page: Page, action: string, fields: Record<string, string>): Promise<void> {
  const dialog = page.getByRole('dialog')
  for (const [label, text] of Object.entries(fields)) await dialog.getByLabel(label).fill(text)
  await dialog.getByRole('button', { name: action, exact: true }).click()
  await dialog.getByText(UNREACHABLE).waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
}

async function promise(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Note a promise' }).click()
  await give(page, 'Note a promise', { Vendor: 'Mounter works', 'What was promised': 'A patch for head 1' })
}

async function openRule(page: Page): Promise<Locator> {
  await page.locator('button').filter({ hasText: 'recon-then-write.yml' }).first().click()
  const editor = page.getByRole('textbox', { name: 'Rules to try (YAML)' })
  await editor.waitFor()
  return editor
}

async function tryRule(page: Page): Promise<void> {
  const editor = await openRule(page)
  await editor.fill('rules: []')
  await page.getByRole('button', { name: 'Try', exact: true }).click()
  await failures(page, UNREACHABLE).first().waitFor({ timeout: FAILED_MS })
}

async function addUser(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a user' }).click()
  await give(page, 'Save', { 'User name': 'nobody' })
}

/** Of an installation in which nothing has happened yet. */
export function tellStates(scene: Scene): void {
  let soc: Person
  let admin: Person

  beforeAll(async () => {
    soc = await signIn(scene.stack.console, 'soc', scene.stack.password)
    admin = await signIn(scene.stack.console, 'admin', scene.stack.password)
  })

  /** What answers nothing, or a fault, is what these are about. */
  const open = (user: string) => scene.console.open(LOOK, user, { isAlone: true, excused: UNANSWERED })

  test.each(USERS)(
    '%s has no page in the menu that is left out here',
    async (user) => {
      const { page } = await scene.console.open(LOOK, user)
      const links = page.getByRole('navigation').first().getByRole('link')
      const menu = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
      const covered = new Set(Object.values(PLACES).flatMap((places) => places.map(({ path }) => path)))
      expect(PLACES[user].every(({ path }) => menu.includes(path))).toBe(true)
      expect(menu.filter((path) => !covered.has(path))).toEqual([])
    },
    60_000,
  )

  describe.each(USERS)('every page of %s', (user) => {
    test('says that it loads, then what failed, and is whole again after another try', async () => {
      const { page } = await open(user)
      const answer = await answers(page)
      for (const [index, place] of PLACES[user].entries()) {
        // One that the console asks again by itself, and one that it does not.
        const code = index === 0 ? 'ENGINE_AWAY' : 'BROKEN'
        answer.hold()
        await load(page, place)
        await mainOf(page).getByRole('status', { name: 'Loading' }).first().waitFor()
        expect(await mainOf(page).getByRole('alert').filter({ hasText: /\S/ }).allTextContents()).toEqual([])
        await expectAccessible(page)
        if (place.path === '/') await shoot(page, 'state-loading-en-dark')
        answer.fail(code)
        await failures(page, ERRORS[code].text.en).first().waitFor({ timeout: FAILED_MS })
        await expectAccessible(page)
        if (place.path === '/') await shoot(page, 'state-failed-en-dark')
        answer.through()
        const again = mainOf(page).getByRole('alert').getByRole('button', { name: 'Try again' })
        await until(
          `${name(place)} to be whole`,
          async () => {
            // Each part that failed has a button of its own, and goes while others are pressed.
            if ((await again.count()) > 0) await again.first().click({ timeout: 1_000 }).catch(() => undefined) // prettier-ignore
            return (await again.count()) === 0
          },
          FAILED_MS,
        )
        await shown(page, place.whole)
        expect(await mainOf(page).getByRole('alert').filter({ hasText: /\S/ }).allTextContents()).toEqual([])
      }
    }, 180_000)

    test('says that there is nothing, when nothing is there', async () => {
      const { page } = await scene.console.open(LOOK, user, { isAlone: true })
      const answer = await answers(page)
      answer.empty()
      for (const place of PLACES[user]) {
        if (place.empty === undefined) continue
        await load(page, place)
        await shown(page, place.empty)
        expect(await mainOf(page).getByRole('alert').filter({ hasText: /\S/ }).allTextContents()).toEqual([])
        await expectAccessible(page)
      }
    }, 120_000)

    test('stays readable without a line, refuses what cannot be sent and sends none of it later', async () => {
      const { context, page } = await open(user)
      const places = PLACES[user]
      for (const place of places) {
        await walk(page, place)
        await shown(page, place.whole)
        await place.before?.(page)
      }
      await context.setOffline(true)
      await page.getByRole('alert').filter({ hasText: BANNER }).waitFor()
      await page.getByRole('banner').getByText('Not live').waitFor()
      for (const place of places) {
        await walk(page, place)
        await shown(page, place.away ?? place.whole)
        await expectAccessible(page)
        await place.act?.(page)
        if (place.path === '/') await shoot(page, 'state-offline-en-dark')
      }
      const changes: string[] = []
      page.on('request', (request) => request.method() !== 'GET' && changes.push(request.url()))
      await context.setOffline(false)
      await page.getByRole('banner').getByText('Live', { exact: true }).waitFor()
      for (const place of places) {
        await walk(page, place)
        await shown(page, place.whole)
        expect(await page.getByRole('alert').filter({ hasText: /\S/ }).allTextContents()).toEqual([])
      }
      expect(changes).toEqual([])
      expect(PromiseList.parse(await soc.get('/v1/plants/model-factory/promises')).promises).toEqual([])
      const { users } = UserList.parse(await admin.get('/v1/users'))
      expect(users.map((each) => each.name)).not.toContain('nobody')
    }, 180_000)
  })

  test('a page that was never opened says without a line why it does not come, and comes when the line is back', async () => {
    const { context, page } = await open('soc')
    await context.setOffline(true)
    await walk(page, { path: '/rules', whole: RULE })
    await shown(page, UNREACHABLE)
    await expectAccessible(page)
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await shown(page, RULE)
  }, 60_000)

  test('a page that is loaded without a line is one that says so', async () => {
    const { context, page } = await open('soc')
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
    await page.reload()
    await context.setOffline(true)
    await page.goto(`${scene.stack.console}/shift`)
    await page.getByText('The server cannot be reached').waitFor()
    await expectAccessible(page)
  }, 60_000)
}
