import { generateKeyPairSync, randomUUID, webcrypto } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { inspectPlaybook, signPlaybook, withSignature } from '@genba/playbook'
import type { Page } from 'playwright-core'
import { REPO } from '../../deploy/local/home.mjs'
import { expectAccessible, shoot } from '../browser.js'
import { signIn } from '../person.js'
import { sceneOf } from '../scene.js'
import { ATTACK, until } from '../stack.js'

const FILE = join(REPO, 'libs/playbook/playbooks/controller-tampering.json')
const SHOT_WAIT_MS = 500

let dir: string
let incident: string

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'genba-books-'))
  const pair = generateKeyPairSync('ed25519')
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const { keys } = JSON.parse(readFileSync(join(REPO, 'libs/playbook/trust.json'), 'utf8')) as { keys: object[] }
  writeFileSync(join(dir, 'trust.json'), JSON.stringify({ keys: [...keys, { name: 'plant SOC', publicKey }] }))
  await writeVersions({
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }) as string,
  })
})

const scene = sceneOf('books', () => ({ PLAYBOOK_TRUST: join(dir, 'trust.json') }))

beforeAll(async () => {
  const { stack } = scene
  await stack.genba('simulate', ATTACK, '--to', stack.ingest, '--key', stack.key, '--speed', '40')
  const soc = await signIn(stack.console, 'soc', stack.password)
  await until(
    'a response that waits for people',
    async () => {
      const found = (await soc.incidents('open')).find(({ response }) => response?.state === 'waiting')
      incident = found?.id ?? ''
      return found !== undefined
    },
    90_000,
  )
}, 120_000)

afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** `next.json`: a newer version that asks for two people, signed; `broken.json`: one with a way to nowhere. */
async function writeVersions(key: { privateKey: string; publicKey: string }): Promise<void> {
  const text = readFileSync(FILE, 'utf8')
  const unsigned = `${text.slice(0, text.lastIndexOf(',\n  "signatures"'))}\n}\n`
    .replace(/"modified": "[^"]+"/, '"modified": "2027-01-01T09:00:00.000Z"')
    .replace('"people": 1', '"people": 2')
  const inspected = inspectPlaybook(unsigned)
  if (!inspected.ok) throw new Error(JSON.stringify(inspected.faults))
  const signature = await signPlaybook(inspected.playbook, webcrypto.subtle, {
    algorithm: 'Ed25519',
    ...key,
    signee: 'plant SOC',
    id: `jss--${randomUUID()}`,
    at: '2027-01-01T09:00:00.000Z',
  })
  writeFileSync(join(dir, 'next.json'), withSignature(unsigned, signature))
  writeFileSync(join(dir, 'broken.json'), unsigned.replace('"on_completion": "action', '"on_completion": "actio'))
}

const chooseFile = async (page: Page, name: string): Promise<void> => {
  await page.locator('input[type=file]').setInputFiles(join(dir, name))
  await page.getByRole('dialog').getByRole('button', { name: '取り込む', exact: true }).click()
}

describe('the playbooks page', () => {
  test('shows the workflow as a graph that is walked with keys, and takes a new version, in Japanese', async () => {
    // The refused import is the one answer that is no success.
    const { page } = await scene.console.open({ language: 'ja', theme: 'light' }, 'soc', { excused: /400/ })
    await page.getByRole('link', { name: '手順書' }).click()
    const list = page.getByRole('region', { name: '手順書' })
    await list
      .getByRole('heading', { name: /コントローラの不正操作/ })
      .first()
      .waitFor()
    await expectAccessible(page)
    await list
      .getByRole('region', { name: /コントローラの不正操作/ })
      .getByRole('button')
      .first()
      .click()
    const graph = page.getByRole('region', { name: '手順の流れ' })
    const current = graph.locator('button[aria-current="step"]')
    await current.waitFor()
    await current.focus()
    for (let steps = 0; steps < 3; steps++) await page.keyboard.press('ArrowDown')
    expect(await current.evaluate((each) => each === document.activeElement)).toBe(true)
    const approval = graph.getByRole('button', { name: /承認/ }).first()
    await approval.click()
    await page.getByText('シフトリーダー').first().waitFor()
    await page.getByText('回答期限').waitFor()
    await page.waitForTimeout(SHOT_WAIT_MS)
    await expectAccessible(page)

    await page.getByRole('button', { name: '取り込む' }).click()
    await chooseFile(page, 'broken.json')
    await page.getByText(/^\/workflow\/start--.*\/on_completion$/).waitFor()
    await page.waitForTimeout(SHOT_WAIT_MS)
    await expectAccessible(page)
    await shoot(page, 'playbooks-import-ja-light')
    await chooseFile(page, 'next.json')
    await page.getByText('取り込みました', { exact: true }).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '閉じる', exact: true }).last().click()
    await page.getByText('署名: plant SOC').first().waitFor()
    await page.getByRole('tab', { name: '版の違い' }).click()
    await page.getByText(/\/approval\/people$/).waitFor()
    await page.waitForTimeout(SHOT_WAIT_MS)
    await expectAccessible(page)
    await shoot(page, 'playbooks-difference-ja-light')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: '書き出す' }).click()
    expect(readFileSync(await (await download).path()).equals(readFileSync(join(dir, 'next.json')))).toBe(true)
  }, 120_000)

  test('tries a version on an incident and tells it from what was done, in English', async () => {
    const { page } = await scene.console.open({ language: 'en', theme: 'dark' }, 'soc')
    await page.getByRole('link', { name: 'Playbooks' }).click()
    await page.getByRole('textbox', { name: 'Filter the playbooks' }).fill('tampering')
    await page
      .getByRole('button', { name: /In force/ })
      .first()
      .click()
    await page.getByRole('tab', { name: 'Graph' }).waitFor()
    await page.locator('button[aria-current="step"]').waitFor()
    await page.waitForTimeout(SHOT_WAIT_MS)
    await expectAccessible(page)
    await page.getByRole('tab', { name: 'Dry run' }).click()
    await page.getByLabel(/^Incident \(/).selectOption(incident)
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByText('Only in the trial').waitFor({ timeout: 30_000 })
    await page
      .getByText(/POST \/v1\/conduits/)
      .first()
      .waitFor()
    await page.waitForTimeout(SHOT_WAIT_MS)
    await expectAccessible(page)
    await shoot(page, 'playbooks-dry-run-en-dark')
  }, 120_000)
})
