import { beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { expectAccessible, shoot, type Look } from '../browser.js'
import { signIn, type Person } from '../person.js'
import { sceneOf } from '../scene.js'
import { until } from '../stack.js'

const scene = sceneOf('regroup')
let soc: Person

beforeAll(async () => {
  soc = await signIn(scene.stack.console, 'soc', scene.stack.password)
})

/** Three alerts of one sensor rule: the rule for repeated critical alerts fires. */
async function alarm(zone: string, rule: string): Promise<void> {
  const alerts = [0, 1, 2].map(() => ({ name: `${rule} in ${zone}`, severity: 'critical', zone, rule }))
  for (const each of alerts) {
    const answer = await fetch(`${scene.stack.ingest}/v1/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${scene.stack.key}` },
      body: JSON.stringify({ ...each, id: `${zone}-${rule}-${alerts.indexOf(each)}` }),
    })
    expect(answer.ok).toBe(true)
  }
}

const zones = async () => (await soc.incidents('open')).map((row) => row.zones.join('+')).sort()
const idOf = async (zone: string) => (await soc.incidents('open')).find((row) => row.zones.includes(zone))?.id as string

async function give(page: Page, reason: string, action: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(reason)
  await dialog.getByRole('button', { name: action, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

test('two incidents are merged, parted again, and a signal is detached, by a person in the console', async () => {
  await alarm('line-2', 'spec:1')
  await alarm('line-2', 'spec:2')
  await alarm('warehouse', 'spec:3')
  await until('two incidents', async () => (await zones()).join() === 'line-2,warehouse', 60_000, zones)
  const [line, warehouse] = [await idOf('line-2'), await idOf('warehouse')]
  const whole = async () => (await soc.incident(line)).incident.signals.length
  await until('both signals of the line', async () => (await whole()) === 2, 30_000)
  const before = (await soc.incident(warehouse)).incident

  const look: Look = { language: 'en', theme: 'dark' }
  const { page } = await scene.console.open(look, 'soc')
  await page.goto(`${scene.stack.console}/incidents/${line}`)
  await page.getByRole('heading', { name: 'Related incidents' }).waitFor()

  await page.keyboard.press('m')
  await page.getByRole('dialog').getByRole('radio').first().check()
  await shoot(page, 'incident-merge-en-dark')
  await expectAccessible(page)
  await give(page, 'One contractor worked on both', 'Merge')
  await until('one incident', async () => (await zones()).length === 1, 30_000, zones)
  const away = await soc.incident(warehouse)
  expect(away.incident).toMatchObject({ state: 'merged', merged: { into: line }, zones: before.zones })
  await until('the response of the merged one to end', async () => {
    const { response } = await soc.incident(warehouse)
    return response?.state === 'done' && response.approvals.every(({ state }) => state !== 'waiting')
  })

  await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
  await give(page, 'Two different contractors', 'Undo')
  await until('two incidents again', async () => (await zones()).length === 2, 30_000, zones)
  const { version: _, operations: did, ...content } = (await soc.incident(warehouse)).incident
  const { version: _v, operations: _o, ...was } = before
  expect(content).toEqual(was)
  expect(did).toMatchObject([{ kind: 'merged', undone: { reason: 'Two different contractors' } }, { kind: 'undone' }])
  await until('the response to go on', async () => (await soc.incident(warehouse)).response?.loop === 2)

  await page.getByRole('button', { name: /^Detach: / }).first().click() // prettier-ignore
  await give(page, 'A test of the vendor', 'Detach')
  await until('three incidents', async () => (await zones()).length === 3, 30_000, zones)
  expect(await whole()).toBe(1)
  await alarm('line-2', 'spec:4')
  await until('what is new to join the rest', async () => (await whole()) === 2, 30_000)
  await page.getByText('A test of the vendor').first().waitFor()
  await page.waitForTimeout(500)
  await page.getByText('What people did').scrollIntoViewIfNeeded()
  await shoot(page, 'incident-history-en-dark')
  await expectAccessible(page)

  await page.locator('button[aria-expanded="false"]').filter({ hasText: 'in line-2' }).first().click()
  await page.getByRole('button', { name: 'Why is it here' }).first().click()
  await page.getByRole('region', { name: 'Why this alert is where it is' }).filter({ hasText: 'A rule fired' }).first().waitFor({ timeout: 30_000 }) // prettier-ignore

  const late = await soc.post(`/v1/incidents/${encodeURIComponent(line)}/detach`, {
    signal: (await soc.incident(line)).incident.signals[0]?.id,
    reason: 'x',
    seen: '',
  })
  expect([late.status, await late.json()]).toMatchObject([
    409,
    { code: 'CHANGED_MEANWHILE', changed: [{ kind: 'merged' }, { kind: 'undone' }, { kind: 'detached', by: 'soc' }] },
  ])
}, 300_000)
