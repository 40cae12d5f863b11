import { beforeAll, describe, expect, test } from '@jest/globals'
import { HoldList, RosterPage, type Hold } from '@genba/contracts'
import type { Page } from 'playwright-core'
import { expectAccessible, inLooks, shoot, type Look } from '../../browser.js'
import { signIn, type Person } from '../../person.js'
import type { Scene } from '../../scene.js'
import { until } from '../../stack.js'
import { attack } from './attack.js'
import type { Board } from './board.js'

const LIGHT: Look = { language: 'ja', theme: 'light' }
const DARK: Look = { language: 'en', theme: 'dark' }
/** Of the attack until its response is over, of what stands then, and of who tells whom. */
export function tellDecisions(scene: Scene, board: Board): void {
  let soc: Person
  let incident: string

  beforeAll(async () => {
    soc = await signIn(scene.stack.console, 'soc', scene.stack.password)
    incident = await asking()
  })

  const asking = async () => (await soc.incidents()).find(({ response }) => response?.waiting.length)?.id as string
  const waiting = async () => (await soc.incidents()).flatMap(({ response }) => response?.waiting ?? [])
  const holds = async (): Promise<Hold[]> => HoldList.parse(await soc.get('/v1/holds')).holds.map(({ hold }) => hold)
  const open = (look: Look, user: string) => scene.console.open(look, user)
  const toIncident = async (page: Page, id = incident): Promise<void> => {
    await page.goto(`${scene.stack.console}/incidents/${encodeURIComponent(id)}`)
    await page.locator('[data-key="approve"]').waitFor()
  }

  /** Of several ways the one that the playbook names first. */
  const chooseFirst = (page: Page): Promise<void> => page.locator('article').getByRole('radio').first().check()

  describe('who decides what now', () => {
    test('is told: who may, why not oneself, and who is asked next', async () => {
      const { page } = await open(LIGHT, 'soc')
      await toIncident(page)
      const card = page.locator('article')
      await inLooks(page, async ({ language, theme }, say) => {
        await card.getByText(say('いま判断できる方', 'May decide now')).waitFor()
        await card.getByText(say('シフトリーダー', 'Shift leader')).first().waitFor()
        await card.getByRole('heading', { name: say('期限になると', 'When the time is over') }).waitFor()
        await card
          .getByText(say('あなたの役割は承認者に含まれていません。', 'Your role is not among the approvers.'))
          .waitFor()
        await shoot(page, `decide-soc-${language}-${theme}`)
      })
    }, 120_000)

    test('keeps the glass behind a step of its own', async () => {
      const { page } = await open(LIGHT, 'engineer')
      await toIncident(page)
      await inLooks(page, async ({ language, theme }, say) => {
        await chooseFirst(page)
        await page.locator('[data-key="break-glass"]:enabled').waitFor()
        await page.keyboard.press('b')
        await page.locator('[data-key="break-glass"]:focus').waitFor()
        await page.keyboard.press('Enter')
        const dialog = page.getByRole('dialog')
        await dialog.getByRole('textbox').fill(say('火災', 'fire'))
        await dialog.getByRole('button', { name: say('1人で承認して実行', 'Approve alone and start') }).click()
        await dialog.getByText(say('10文字以上で入力してください', 'Enter 10 characters or more')).waitFor()
        await dialog.getByText(say('連絡したことを確認してください', 'Say that you tried to reach them')).waitFor()
        await expectAccessible(page)
        await shoot(page, `break-glass-${language}-${theme}`)
        await page.keyboard.press('Escape')
        await dialog.waitFor({ state: 'detached' })
      })
      expect((await waiting()).length).toBe(1)
    }, 120_000)

    test('takes no answer to what changed while it was read; read again it is taken', async () => {
      const { page } = await open(DARK, 'shift')
      await toIncident(page)
      await page.getByText('Plant engineer is asked as well').waitFor()
      await chooseFirst(page)
      await page.getByLabel('Reason (kept in the record)').fill('Line 1 is between two lots')
      await attack(scene.stack, '10.10.40.10', '10.10.62.11')
      await page.getByText('This request changed while you were reading').waitFor({ timeout: 60_000 })
      expect(await page.locator('[data-key="approve"]').isDisabled()).toBe(true)
      await expectAccessible(page)
      await shoot(page, 'decide-changed-en-dark')
      await page.getByRole('button', { name: 'I have read it' }).click()
      await page.locator('[data-key="approve"]').click()
      await page.locator('[data-key="renew-hold"]').waitFor({ timeout: 60_000 })
    }, 180_000)
  })

  describe('a temporary measure', () => {
    test('is renewed and undone beside its incident, with keys', async () => {
      const [before] = await holds()
      const { page } = await open(DARK, 'shift')
      await page.goto(`${scene.stack.console}/incidents/${encodeURIComponent(incident)}`)
      await page.locator('[data-key="renew-hold"]').waitFor()
      await expectAccessible(page)
      await shoot(page, 'holds-en-dark')
      await page.keyboard.press('n')
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog')
      await dialog.getByText('4 h', { exact: true }).click()
      await dialog.getByRole('textbox').fill('The vendor comes at noon')
      await expectAccessible(page)
      await dialog.getByRole('button', { name: 'Renew' }).click()
      await page.getByText('renewed 1 time').waitFor({ timeout: 30_000 })
      const [renewed] = await holds()
      expect(renewed?.renewals.map(({ by, reason }) => [by, reason])).toEqual([['shift', 'The vendor comes at noon']])
      expect(renewed?.until).toBeGreaterThan((before?.until ?? 0) + 2 * 3_600_000)

      await page.keyboard.press('u')
      await page.keyboard.press('Enter')
      await dialog.getByRole('textbox').fill('The terminal is removed')
      await dialog.getByRole('checkbox').check()
      await dialog.getByRole('button', { name: 'Record' }).click()
      await page.locator('[data-key="undo-hold"]').waitFor({ state: 'detached', timeout: 30_000 })
      expect(await holds()).toEqual([])
    }, 240_000)
  })

  describe('a glass that was broken', () => {
    test('runs at once, and waits until somebody else has looked at it', async () => {
      await attack(scene.stack, '10.10.10.51', '10.10.63.11')
      await until('a second decision to wait', async () => (await waiting()).length > 0, 60_000)
      const id = await asking()
      const engineer = await open(DARK, 'engineer')
      await toIncident(engineer.page, id)
      await chooseFirst(engineer.page)
      await engineer.page.locator('[data-key="break-glass"]').click()
      const dialog = engineer.page.getByRole('dialog')
      await dialog.getByRole('checkbox').check()
      await dialog.getByRole('textbox').fill('The shift leader does not answer')
      await dialog.getByRole('button', { name: 'Approve alone and start' }).click()
      await engineer.page.getByText('not reviewed yet').waitFor({ timeout: 30_000 })
      await engineer.page.goto(`${scene.stack.console}/reviews`)
      await engineer.page.getByText('Nobody reviews what they did themselves.').waitFor()
      await expectAccessible(engineer.page)
      await shoot(engineer.page, 'reviews-waiting-en-dark')

      const { page } = await open(LIGHT, 'soc')
      await page.goto(`${scene.stack.console}/reviews`)
      await page.getByRole('button', { name: '点検する' }).click()
      await page.getByRole('dialog').getByText('やむを得なかった').click()
      await page.getByRole('dialog').getByRole('textbox').fill('電話の記録を確認した')
      await expectAccessible(page)
      await shoot(page, 'review-ja-light')
      await page.getByRole('dialog').getByRole('button', { name: '点検を記録' }).click()
      await page.getByText('点検を待つ緊急単独承認はありません').waitFor({ timeout: 30_000 })
      await expectAccessible(page)
      const [approval] = (await soc.incident(id)).response?.approvals ?? []
      expect(approval?.breakGlass).toMatchObject({ user: 'engineer', review: { user: 'soc', verdict: 'justified' } })
    }, 180_000)
  })

  describe('the shift leader', () => {
    test('switches the plant with a reason, and sees who did it last', async () => {
      const { page } = await open(LIGHT, 'shift')
      await page.goto(`${scene.stack.console}/shift`)
      await inLooks(page, async ({ language, theme }, say) => {
        const to = say('段取り替え中', 'Running')
        await page.getByRole('button', { name: to, exact: true }).click()
        const reason = say('品種の切り替え', 'The new lot begins')
        await page.getByRole('dialog').getByRole('textbox').fill(reason)
        await expectAccessible(page)
        await page.getByRole('dialog').getByRole('button', { name: to }).click()
        await page.getByText(reason).waitFor({ timeout: 30_000 })
        await page.getByRole('button', { name: to, pressed: true }).waitFor()
        await shoot(page, `shift-state-${language}-${theme}`)
      })
    }, 120_000)

    test('notes what a vendor promised; the handover sheet names it, and what is blocked and until when', async () => {
      const { page } = await open(LIGHT, 'shift')
      await page.getByRole('link', { name: '当直' }).click()
      await page.getByRole('button', { name: '約束を記録' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: '約束を記録' }).click()
      await dialog.getByText('ベンダ名を入力してください').waitFor()
      await dialog.getByLabel('ベンダ名').fill('マウンタ製作所')
      await dialog.getByLabel('約束の内容').fill('ヘッド1の修正版を届ける')
      await expectAccessible(page)
      await shoot(page, 'promise-ja-light')
      await dialog.getByRole('button', { name: '約束を記録' }).click()
      await dialog.waitFor({ state: 'detached' })
      await page.getByText('マウンタ製作所').waitFor()
      await expectAccessible(page)
      await page.getByRole('link', { name: '引き継ぎ票を開く' }).click()
      await inLooks(page, async ({ language, theme }, say) => {
        const promised = page.getByRole('listitem').filter({ hasText: 'マウンタ製作所' })
        await promised.getByText(say('期限', 'due')).waitFor()
        expect(await promised.textContent()).toContain('ヘッド1の修正版を届ける')
        await page
          .getByText(language === 'ja' ? /期限になると/ : /then (Genba|a person)/)
          .first()
          .waitFor()
        await expectAccessible(page)
        await shoot(page, `handover-holds-${language}-${theme}`)
      })
    }, 120_000)
  })

  describe('a decision with several ways', () => {
    const response = async (id: string) => (await soc.incident(id)).response
    const asked = async (id: string) => (await response(id))?.approvals.filter(({ state }) => state === 'waiting') ?? []

    /** Malware on a machine far from the other incident, with all that is asked before the choice refused. */
    async function untilChoice(): Promise<string> {
      const { stack } = scene
      const shift = await signIn(stack.console, 'shift', stack.password)
      const answer = await fetch(`${stack.ingest}/v1/alerts`, {
        method: 'POST',
        headers: { authorization: `Bearer ${stack.key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Backdoor found', severity: 'critical', dstIp: '10.10.30.10' }),
      })
      expect(await answer.json()).toMatchObject({ accepted: 1 })
      const find = async () =>
        (await soc.incidents('open')).find(({ title }) => title.en.includes('Malware on a plant machine'))
      await until('the incident', async () => (await find()) !== undefined, 30_000)
      const { id } = (await find())!
      const path = `/v1/incidents/${encodeURIComponent(id)}/approvals`
      await until(
        'the choice to wait',
        async () => {
          const waits = await asked(id)
          for (const { id: approval, choice, roles } of waits)
            if (!choice)
              await (roles.includes('soc-analyst') ? soc : shift).post(`${path}/${encodeURIComponent(approval)}`, {
                ...{ answer: 'refuse', reason: 'Not needed' },
              })
          return waits.some(({ choice }) => choice)
        },
        30_000,
      )
      return id
    }

    test('shows what each does and whom it needs; nothing is approved before one is chosen', async () => {
      const id = await untilChoice()
      const { page } = await open(DARK, 'shift')
      await toIncident(page, id)
      await inLooks(page, async ({ language, theme }, say) => {
        await page.getByText(say('必要な承認者は選択肢ごとに異なります', 'Who must agree differs')).first().waitFor()
        await expectAccessible(page)
        await shoot(page, `decide-options-${language}-${theme}`)
      })
      const way = page.getByRole('radio', { name: 'Leave it connected and watch more closely' })
      await page.getByLabel('Reason (kept in the record)').fill('The order is due tonight, somebody stands at the line')
      await page.locator('[data-key="approve"]').click()
      await page.getByText('Choose one of the ways.').waitFor()
      expect(await asked(id)).toHaveLength(1)
      await way.check()
      await page.getByText('it can still spread to other machines').waitFor()
      await page.locator('[data-key="approve"]').click()
      const chosen = async () =>
        (await response(id))?.approvals.some(({ choice }) => choice?.chosen === 'watch') ?? false
      await until('the way that was chosen', chosen, 30_000)
      const decided = (await response(id))?.approvals.find(({ choice }) => choice)
      expect(decided).toMatchObject({
        ...{ state: 'approved', people: 1 },
        choice: { options: [{ id: 'isolate' }, { id: 'stop-line' }, { id: 'watch' }] },
        answers: [{ user: 'shift', option: 'watch', seen: { shown: { options: [{}, {}, {}] } } }],
      })
      await page.goto(`${scene.stack.console}/plants/model-factory`)
      await inLooks(page, async ({ language, theme }, say) => {
        await page.getByRole('tab', { name: say('OODAの時間', 'OODA clock') }).click()
        await page.getByRole('table', { name: say('ゾーン別', 'By zone') }).waitFor()
        await expectAccessible(page)
        await shoot(page, `plant-clock-${language}-${theme}`)
      })
    }, 180_000)
  })

  describe('the roster', () => {
    test('is written by the leaders of the plant; who was slower reads it again', async () => {
      const first = await open(DARK, 'shift')
      const second = await scene.console.open(LIGHT, 'engineer', { excused: /409/ })
      for (const { page } of [first, second]) await page.goto(`${scene.stack.console}/shift/roster`)
      await first.page.getByRole('button', { name: 'Add hours' }).click()
      await second.page.getByRole('button', { name: '代理を追加' }).click()
      await first.page.getByRole('button', { name: 'Sun' }).click()
      await first.page.getByRole('button', { name: 'Save', exact: true }).click()
      await first.page.getByText('Saved.').waitFor()
      await expectAccessible(first.page)
      await shoot(first.page, 'roster-duty-en-dark')
      await second.page.getByRole('button', { name: '保存', exact: true }).click()
      await second.page.getByText('他の方が先に変更しました').waitFor()
      await expectAccessible(second.page)
      await shoot(second.page, 'roster-behind-ja-light')
      await second.page.getByRole('button', { name: '最新を読み込む' }).click()
      await second.page.getByLabel('開始').first().waitFor()
      await second.page.getByRole('button', { name: '代理を追加' }).click()
      await second.page.getByRole('button', { name: '保存', exact: true }).click()
      await second.page.getByText('保存しました。').waitFor()
      const { roster } = RosterPage.parse(await soc.get('/v1/plants/model-factory/roster'))
      expect(roster.duties).toMatchObject([{ days: [0, 1, 2, 3, 4, 5], from: '08:00', to: '20:00' }])
      expect(roster.deputies).toHaveLength(1)
    }, 180_000)
  })

  describe('the connectors', () => {
    test('are shown with their last send; what changes the plant is tested simulated, what tells people in earnest', async () => {
      const { page } = await open(LIGHT, 'admin')
      await page.goto(`${scene.stack.console}/admin`)
      await page.getByRole('tab', { name: '接続先' }).click()
      const dialog = page.getByRole('dialog')
      const rowOf = (name: string) => page.getByRole('row').filter({ hasText: name })
      await inLooks(page, async ({ language, theme }, say) => {
        const send = say('テスト送信', 'Send a test')
        const firewall = rowOf('plant-firewall')
        await firewall.getByText(say('正常', 'works')).waitFor()
        await firewall.getByRole('button', { name: send }).click()
        // The firewall can change the plant.
        expect(await dialog.getByRole('radio', { name: say('実送信', 'real') }).isDisabled()).toBe(true)
        await expectAccessible(page)
        await shoot(page, `connector-test-${language}-${theme}`)
        await dialog.getByRole('button', { name: say('送信', 'Send'), exact: true }).click()
        await firewall.getByText(say('成功', 'passed')).waitFor({ timeout: 30_000 })

        const boardRow = rowOf('message-board')
        await boardRow.getByRole('button', { name: send }).click()
        await dialog.getByRole('radio', { name: say('実送信', 'real') }).check()
        const before = board.received.length
        await dialog.getByRole('button', { name: say('送信', 'Send'), exact: true }).click()
        await dialog.waitFor({ state: 'detached' })
        await until('the test to be received', () => board.received.length === before + 1)
        await page.getByText(say('結果を待っています', 'Waiting for the result')).waitFor({ state: 'detached' })
        await boardRow.getByText(say('成功', 'passed')).waitFor({ timeout: 30_000 })
        await boardRow.getByText(say('実送信', 'real')).waitFor()
        await expectAccessible(page)
        await shoot(page, `connectors-${language}-${theme}`)
      })
      expect(board.received.map(({ type, data }) => [type, data.title.en])).toEqual([
        ['incident.notice', 'Test by Genba'],
        ['incident.notice', 'Test by Genba'],
      ])
    }, 120_000)
  })
}
