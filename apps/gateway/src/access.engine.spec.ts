import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import {
  Me,
  NewKey,
  NewPassword,
  Problem,
  ROUTES,
  SessionList,
  RosterPage,
  type AuditList,
  type ErrorCode,
  type Route,
  type RouteName,
} from '@genba/contracts'
import { Mongo, startApp } from '@genba/platform'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { Provider } from 'oidc-provider'
import { TOTP } from 'otpauth'
import { io } from 'socket.io-client'
import { testEngines, type TestEngines } from '../../../test/engines.js'
import { until } from '../../../test/stack.js'
import { readGatewayConfig, readSetupConfig } from './config.js'
import { gateway } from './gateway.js'
import { runSetup } from './setup/run-setup.js'

jest.setTimeout(60_000)

const PASSWORD = 'genba-spec-password'
const NEXT = 'a better one for line 1'
const PERIOD_MS = 30_000

let engines: TestEngines
let env: NodeJS.ProcessEnv
let app: NestExpressApplication
let url: string
let identity: Server

const people = [
  { name: 'chief', grants: [{ role: 'administrator', plants: '*' }] },
  { name: 'watch', grants: [{ role: 'auditor', plants: '*' }] },
  { name: 'local', grants: [{ role: 'administrator', plants: ['model-factory'] }] },
  { name: 'first', grants: [{ role: 'soc-analyst', plants: '*' }], mustChange: true },
  { name: 'leader', grants: [{ role: 'shift-leader', plants: ['model-factory'] }] },
].map((person) => ({ displayName: { ja: person.name, en: person.name }, password: PASSWORD, ...person }))

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A real OpenID provider; its own development pages ask who it is. What the user types is the subject and the beginning of the groups. */
async function startIdentity(callback: string): Promise<string> {
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'genba', client_secret: 'a secret of the spec', redirect_uris: [callback] }],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'groups'] },
    scopes: ['openid', 'profile'],
    pkce: { required: () => true },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({
        sub,
        preferred_username: sub === 'impostor' ? 'chief' : sub,
        name: `Person ${sub}`,
        groups: sub === 'guest' ? ['visitors'] : ['genba-soc', 'other'],
      }),
    }),
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['spec'] },
    ttl: { Interaction: 60, Grant: 60, Session: 60, AccessToken: 60, IdToken: 60 },
  })
  identity = createServer((request, response) => void provider.callback()(request, response))
  await new Promise<void>((resolve) => identity.listen(port, '127.0.0.1', resolve))
  return issuer
}

beforeAll(async () => {
  engines = await testEngines('access')
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  const issuer = await startIdentity(`${url}/v1/session/oidc/callback`)
  env = {
    ...engines.env,
    GATEWAY_PORT: String(port),
    GENBA_SEED: 'model-factory',
    GENBA_DEMO_PASSWORD: PASSWORD,
    GENBA_DEMO_KEY: 'genba-spec-key',
    GENBA_USERS: JSON.stringify(people),
    GENBA_SEAL_KEY: 'a sealing key of the spec',
    GENBA_TOTP_ROLES: 'shift-leader',
    GENBA_URL: url,
    GENBA_OIDC_ISSUER: issuer,
    GENBA_OIDC_CLIENT_ID: 'genba',
    GENBA_OIDC_CLIENT_SECRET: 'a secret of the spec',
    GENBA_OIDC_SCOPE: 'openid profile',
    GENBA_OIDC_NAME: 'Spec ID',
    GENBA_OIDC_GRANTS: JSON.stringify([{ value: 'genba-soc', role: 'soc-analyst', plants: ['model-factory'] }]),
  }
  await runSetup(readSetupConfig(env))
  const { module, options } = await gateway(readGatewayConfig(env))
  app = await startApp(module, options)
}, 180_000)

afterAll(async () => {
  identity?.closeAllConnections()
  identity?.close()
  await app?.close()
  await engines?.stop()
}, 60_000)

type Asked = { cookie?: string; body?: unknown; params?: Record<string, string>; query?: string }
const ask = (name: RouteName, { cookie, body, params, query = '' }: Asked = {}) => {
  const { method, path } = ROUTES[name] as Route
  const filled = path.replace(/:([a-z]+)/gi, (_, key: string) => encodeURIComponent(params?.[key] as string))
  return fetch(`${url}${filled}${query}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-genba-csrf': '1', ...(cookie ? { cookie } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}
const codeOf = async (answer: Response): Promise<ErrorCode> => Problem.parse(await answer.json()).code
async function enter(user: string, password = PASSWORD, code?: string): Promise<string> {
  const answer = await ask('signIn', { body: { user, password, ...(code ? { code } : {}) } })
  if (!answer.ok) throw new Error(await codeOf(answer))
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] as string
}
const codeFor = (secret: string, at = Date.now()): string => new TOTP({ secret }).generate({ timestamp: at })
const stored = (name: string) =>
  app
    .get(Mongo)
    .collection('users')
    .collection.findOne({ _id: name as never })

describe('a password that somebody else chose', () => {
  test('must be changed before anything else, over REST and live', async () => {
    const cookie = await enter('first')
    const other = await enter('first')
    expect(Me.parse(await (await ask('me', { cookie })).json())).toMatchObject({ mustDo: 'change-password' })
    expect(await codeOf(await ask('listIncidents', { cookie }))).toBe('MUST_CHANGE_PASSWORD')
    const socket = io(url, { transports: ['websocket'], extraHeaders: { cookie }, reconnection: false, forceNew: true })
    expect(await new Promise((resolve) => socket.once('connect_error', ({ message }) => resolve(message)))).toBe(
      'MUST_CHANGE_PASSWORD',
    )
    const change = (current: string, next: string) => ask('changePassword', { cookie, body: { current, next } })
    expect(await codeOf(await change('wrong', NEXT))).toBe('WRONG_PASSWORD')
    for (const weak of [PASSWORD, 'short', 'first-of-the-day'])
      expect(await codeOf(await change(PASSWORD, weak))).toBe('WEAK_PASSWORD')
    const me = Me.parse(await (await change(PASSWORD, NEXT)).json())
    expect(me.mustDo).toBeUndefined()
    expect((await ask('listIncidents', { cookie })).status).toBe(200)
    // Whoever else had signed in with the old password is out.
    expect((await ask('me', { cookie: other })).status).toBe(401)
    await expect(enter('first')).rejects.toThrow('WRONG_PASSWORD')
  })

  test('is not put back by the next setup, and the demo password must be changed where it is no demonstration', async () => {
    await runSetup(readSetupConfig(env))
    expect(Me.parse(await (await ask('me', { cookie: await enter('first', NEXT) })).json()).mustDo).toBeUndefined()
    const soc = await enter('soc')
    expect(await codeOf(await ask('listIncidents', { cookie: soc }))).toBe('MUST_CHANGE_PASSWORD')
    await runSetup(readSetupConfig({ ...env, GENBA_DEMO: 'true' }))
    expect((await ask('listIncidents', { cookie: soc })).status).toBe(200)
  })
})

describe('a second factor', () => {
  test('that a role demands is set up first, then asked for, and each code is good once', async () => {
    const cookie = await enter('leader')
    expect(await codeOf(await ask('listIncidents', { cookie }))).toBe('MUST_ENROL')
    expect(await codeOf(await ask('beginTotp', { cookie, body: { password: 'wrong' } }))).toBe('WRONG_PASSWORD')
    const begun = await ask('beginTotp', { cookie, body: { password: PASSWORD } })
    const { secret, uri } = ROUTES.beginTotp.answer.parse(await begun.json())
    expect(uri).toContain(secret)
    expect(JSON.stringify(await stored('leader'))).not.toContain(secret)
    const now = Date.now()
    const confirm = (code: string) => ask('confirmTotp', { cookie, body: { code } })
    expect(await codeOf(await confirm('000000'))).toBe('WRONG_CODE')
    const { codes } = ROUTES.confirmTotp.answer.parse(await (await confirm(codeFor(secret, now - PERIOD_MS))).json())
    expect(codes).toHaveLength(10)
    expect((await ask('listIncidents', { cookie })).status).toBe(200)
    await expect(enter('leader')).rejects.toThrow('CODE_NEEDED')
    await expect(enter('leader', 'wrong', codeFor(secret, now))).rejects.toThrow('WRONG_PASSWORD')
    const code = codeFor(secret, now)
    await enter('leader', PASSWORD, code)
    await expect(enter('leader', PASSWORD, code)).rejects.toThrow('WRONG_CODE')
    await enter('leader', PASSWORD, codes[3]?.toUpperCase())
    await expect(enter('leader', PASSWORD, codes[3])).rejects.toThrow('WRONG_CODE')
    expect(await codeOf(await ask('removeTotp', { cookie, body: { password: PASSWORD } }))).toBe('NOT_ALLOWED')
  })

  test('can be taken away by its owner where no role demands it', async () => {
    const cookie = await enter('watch')
    const begun = await ask('beginTotp', { cookie, body: { password: PASSWORD } })
    const { secret } = ROUTES.beginTotp.answer.parse(await begun.json())
    expect((await ask('confirmTotp', { cookie, body: { code: codeFor(secret) } })).status).toBe(200)
    await expect(enter('watch')).rejects.toThrow('CODE_NEEDED')
    expect((await ask('removeTotp', { cookie, body: { password: PASSWORD } })).status).toBe(200)
    await enter('watch')
  })

  test('guessed wrong again and again locks the account like a password', async () => {
    await app
      .get(Mongo)
      .collection('users')
      .collection.updateOne({ _id: 'leader' as never }, { $set: { failures: 0 } })
    for (let i = 0; i < 10; i++) await expect(enter('leader', PASSWORD, `0000${10 + i}`)).rejects.toThrow('WRONG_CODE')
    await expect(enter('leader', PASSWORD, '000000')).rejects.toThrow('TOO_MANY')
  })
})

describe('an OpenID provider', () => {
  /** A browser without scripts: cookies of each site, redirects followed by hand, the provider's forms filled in. */
  async function travel(login: string, back = '/') {
    const jars = new Map<string, Map<string, string>>()
    const go = async (to: URL, form?: URLSearchParams) => {
      const jar = jars.get(to.origin) ?? new Map<string, string>()
      jars.set(to.origin, jar)
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await fetch(to, {
        method: form ? 'POST' : 'GET',
        redirect: 'manual',
        headers: { cookie },
        ...(form ? { body: form } : {}),
      })
      for (const set of answer.headers.getSetCookie()) {
        const [pair] = set.split(';') as [string]
        const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
        if (value) jar.set(name, value)
        else jar.delete(name)
      }
      return answer
    }
    let at = new URL(`/v1/session/oidc?back=${encodeURIComponent(back)}`, url)
    const visited: URL[] = []
    let form: URLSearchParams | undefined
    for (let step = 0; step < 15; step++) {
      const answer = await go(at, form)
      form = undefined
      const location = answer.headers.get('location')
      if (location) {
        at = new URL(location, at)
        visited.push(at)
        if (at.origin === url && !at.pathname.startsWith('/v1/')) break
        continue
      }
      const page = await answer.text()
      const action = /action="([^"]+)"/.exec(page)?.[1]
      if (!action) throw new Error(`no form at ${at.href}: ${page.slice(0, 500)}`)
      at = new URL(action, at)
      form = new URLSearchParams(
        page.includes('name="login"') ? { prompt: 'login', login, password: 'x' } : { prompt: 'consent' },
      )
    }
    const session = jars.get(url)?.get('genba_session')
    return { end: at, visited, cookie: session ? `genba_session=${session}` : undefined, go }
  }

  test('is offered by its name', async () => {
    expect(await (await ask('waysIn')).json()).toEqual({ oidc: { name: 'Spec ID' } })
  })

  test('lets in whoever has a role there, with the plants of the table, and back to the page that was asked for', async () => {
    const { end, visited, cookie } = await travel('yamada', '/incidents/x')
    const asked = visited[0] as URL
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      code_challenge_method: 'S256',
      response_type: 'code',
    })
    expect(asked.searchParams.get('nonce')).toMatch(/.{20}/)
    expect(end.href).toBe(`${url}/incidents/x`)
    const me = Me.parse(await (await ask('me', { cookie: cookie as string })).json())
    expect(me).toMatchObject({
      user: 'yamada',
      displayName: { en: 'Person yamada' },
      grants: [{ role: 'soc-analyst', plants: ['model-factory'] }],
      hasPassword: false,
    })
    expect((await ask('listIncidents', { cookie: cookie as string })).status).toBe(200)
    // There is no password to sign in with, nor one to ask for.
    await expect(enter('yamada', '')).rejects.toThrow()
    await expect(enter('yamada', PASSWORD)).rejects.toThrow('WRONG_PASSWORD')
  })

  test.each([
    ['guest', 'NO_ROLE'],
    ['impostor', 'NAME_TAKEN'],
  ])('does not let in %s: %s', async (login, code) => {
    const { end, cookie } = await travel(login)
    expect([end.pathname, end.searchParams.get('refused')]).toEqual(['/signin', code])
    expect(cookie).toBeUndefined()
  })

  test('does not let in somebody who comes back with the answer to another question', async () => {
    const { visited } = await travel('yamada')
    const callback = visited.find(({ pathname }) => pathname.endsWith('/callback')) as URL
    const alone = await fetch(callback, { redirect: 'manual' })
    expect(alone.headers.get('location')).toBe('/signin?refused=IDENTITY_REFUSED')
    const begun = await fetch(`${url}/v1/session/oidc`, { redirect: 'manual' })
    const journey = (begun.headers.get('set-cookie') ?? '').split(';')[0] as string
    const swapped = await fetch(callback, { redirect: 'manual', headers: { cookie: journey } })
    expect(swapped.headers.get('location')).toBe('/signin?refused=IDENTITY_REFUSED')
    expect(swapped.headers.getSetCookie().join()).not.toContain('genba_session')
  })
})

describe('an administrator', () => {
  const NAME = `line-lead-${randomUUID().slice(0, 8)}`
  const grants = [{ role: 'shift-leader' as const, plants: ['model-factory'] }]
  const displayName = { ja: '新任', en: 'New one' }

  test('makes a user with a first password, changes, disables and resets them', async () => {
    const cookie = await enter('chief')
    const made = NewPassword.parse(
      await (await ask('createUser', { cookie, body: { name: NAME, displayName, grants: [] } })).json(),
    )
    expect(await codeOf(await ask('createUser', { cookie, body: { name: NAME, displayName, grants } }))).toBe(
      'NAME_TAKEN',
    )
    const own = await enter(NAME, made.password)
    expect(Me.parse(await (await ask('me', { cookie: own })).json()).mustDo).toBe('change-password')
    const change = (body: object) => ask('changeUser', { cookie, params: { user: NAME }, body })
    const input = { version: 1, displayName, grants, isDisabled: false }
    const counts = async (): Promise<boolean> => {
      const answer = await ask('getRoster', { cookie, params: { plant: 'model-factory' } })
      return RosterPage.parse(await answer.json()).people.some(({ user }) => user === NAME)
    }
    expect((await change(input)).status).toBe(200)
    expect(await counts()).toBe(true)
    expect(await codeOf(await change(input))).toBe('CHANGED_MEANWHILE')
    expect((await change({ ...input, version: 2, isDisabled: true })).status).toBe(200)
    expect((await ask('me', { cookie: own })).status).toBe(401)
    await expect(enter(NAME, made.password)).rejects.toThrow('ACCOUNT_DISABLED')
    expect(await counts()).toBe(false)
    await change({ ...input, version: 3 })
    const again = NewPassword.parse(await (await ask('resetPassword', { cookie, params: { user: NAME } })).json())
    await expect(enter(NAME, made.password)).rejects.toThrow('WRONG_PASSWORD')
    await enter(NAME, again.password)
  })

  test('can not change their own roles or disable themselves', async () => {
    const cookie = await enter('chief')
    const change = (body: object) => ask('changeUser', { cookie, params: { user: 'chief' }, body })
    const own = { version: 0, displayName, grants: [{ role: 'administrator', plants: '*' }], isDisabled: false }
    expect(await codeOf(await change({ ...own, grants: [{ role: 'soc-analyst', plants: '*' }] }))).toBe('NOT_ALLOWED')
    expect(await codeOf(await change({ ...own, isDisabled: true }))).toBe('NOT_ALLOWED')
    expect((await change(own)).status).toBe(200)
  })

  test('of some plants sees no people at all', async () => {
    const cookie = await enter('local')
    for (const name of ['listUsers', 'listAudit', 'verifyAudit'] as const)
      expect(await codeOf(await ask(name, { cookie }))).toBe('NOT_ALLOWED')
  })

  test('ends a session of somebody, whose requests and connection are refused at once', async () => {
    const cookie = await enter('chief')
    const victim = await enter('first', NEXT)
    const socket = io(url, {
      transports: ['websocket'],
      extraHeaders: { cookie: victim },
      reconnection: false,
      forceNew: true,
    })
    await new Promise((resolve) => socket.once('connect', () => resolve(undefined)))
    const params = { user: 'first' }
    const { sessions } = SessionList.parse(await (await ask('listSessions', { cookie, params })).json())
    const own = SessionList.parse(await (await ask('listOwnSessions', { cookie: victim })).json()).sessions
    const { id } = own.find(({ isThis }) => isThis) as (typeof own)[number]
    expect(sessions.map((session) => session.id)).toContain(id)
    expect(sessions.find((session) => session.id === id)).toMatchObject({ via: 'password', address: '127.0.0.1' })
    expect((await ask('endOwnSession', { cookie, params: { session: id } })).status).toBe(404)
    expect((await ask('endSession', { cookie, params: { ...params, session: id } })).status).toBe(200)
    expect((await ask('me', { cookie: victim })).status).toBe(401)
    await until('the connection to end', () => socket.disconnected, 4_000)
  })

  test('is out when nobody uses the session for an hour', async () => {
    const cookie = await enter('watch')
    const idle = { $set: { lastSeenAt: Date.now() - 61 * 60_000 } }
    await app.get(Mongo).collection('sessions').collection.updateMany({ user: 'watch' }, idle)
    expect((await ask('me', { cookie })).status).toBe(401)
  })

  test('makes, rotates and revokes the key of a source, which is shown once', async () => {
    const cookie = await enter('local')
    const plant = 'model-factory'
    const made = NewKey.parse(
      await (
        await ask('createSource', { cookie, params: { plant }, body: { name: 'line-1-ids', defaultZone: 'line-1' } })
      ).json(),
    )
    const params = { plant, source: 'line-1-ids' }
    const sources = () => app.get(Mongo).collection('sources').collection
    expect(JSON.stringify(await sources().findOne({ _id: 'line-1-ids' as never }))).not.toContain(made.key)
    const next = NewKey.parse(await (await ask('rotateKey', { cookie, params, body: { graceMs: 60_000 } })).json())
    expect(next.key).not.toBe(made.key)
    expect(next.source.previousUntil).toBeGreaterThan(Date.now())
    const revoked = ROUTES.revokeKey.answer.parse(await (await ask('revokeKey', { cookie, params })).json())
    expect(revoked).toEqual({ name: 'line-1-ids', plant, defaultZone: 'line-1' })
    expect(await codeOf(await ask('createSource', { cookie, params: { plant }, body: { name: 'line-1-ids' } }))).toBe(
      'NAME_TAKEN',
    )
    expect(
      await codeOf(
        await ask('createSource', { cookie, params: { plant }, body: { name: 'x', defaultZone: 'nowhere' } }),
      ),
    ).toBe('BAD_INPUT')
    // A key that was rotated here is not put back by the next setup.
    const demo = { plant, source: 'model-factory-sensors' }
    await ask('rotateKey', { cookie, params: demo, body: { graceMs: 0 } })
    const rotated = await sources().findOne({ _id: demo.source as never })
    await runSetup(readSetupConfig({ ...env, GENBA_USERS: '' }))
    expect(await sources().findOne({ _id: demo.source as never })).toMatchObject({ keyHash: rotated?.['keyHash'] })
  })
})

describe('the audit trail', () => {
  test('tells what was done above, page by page, and holds', async () => {
    const cookie = await enter('chief')
    const list = async (query: string): Promise<AuditList> =>
      ROUTES.listAudit.answer.parse(await (await ask('listAudit', { cookie, query })).json())
    const all = await list('?limit=500')
    const actions = new Set(all.links.map(({ action }) => action))
    for (const action of [
      'session.opened',
      'session.revoked',
      'user.created',
      'user.changed',
      'user.password-changed',
      'user.password-reset',
      'user.totp-on',
      'user.totp-off',
      'user.locked',
      'source.created',
      'source.key-rotated',
      'source.key-revoked',
    ])
      expect([...actions]).toContain(action)
    expect(all.next).toBeUndefined()
    const pages: AuditList['links'] = []
    for (let before: number | undefined = all.size + 1; before !== undefined;) {
      const page: AuditList = await list(`?limit=7&before=${before}`)
      pages.push(...page.links)
      before = page.next
    }
    expect(pages.map(({ seq }) => seq)).toEqual(all.links.map(({ seq }) => seq))
    expect((await list('?text=KEY-revoked')).links).toMatchObject([{ by: 'local', subject: 'line-1-ids' }])
    const exported = await (await ask('exportAudit', { cookie, query: '?text=source.' })).text()
    expect(
      exported
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { seq: number }).seq),
    ).toEqual(
      all.links
        .filter(({ action }) => action.startsWith('source.'))
        .map(({ seq }) => seq)
        .reverse(),
    )
    expect(await (await ask('verifyAudit', { cookie })).json()).toMatchObject({ links: (await list('')).size })
  })

  test('names the first link that was changed or taken out', async () => {
    const cookie = await enter('chief')
    const verify = async () => ROUTES.verifyAudit.answer.parse(await (await ask('verifyAudit', { cookie })).json())
    const links = app.get(Mongo).collection<{ seq: number; previous: string }>('audit').collection
    const at = { seq: 5, previous: { $exists: true } }
    const kept = await links.findOne(at)
    await links.updateOne(at, { $set: { 'entry.by': 'somebody' } })
    expect(await verify()).toMatchObject({ links: 4, broken: { seq: 5, why: 'changed' } })
    await links.deleteOne(at)
    expect(await verify()).toMatchObject({ links: 4, broken: { seq: 5, why: 'missing' } })
    await links.insertOne(kept as never)
    expect((await verify()).broken).toBeUndefined()
  })
})

describe('requests', () => {
  test('of one person are limited', async () => {
    const few = { ...env, GATEWAY_PORT: '0', GENBA_REQUESTS_PER_MINUTE: '10' }
    const { module, options } = await gateway(readGatewayConfig(few))
    const strict = await startApp(module, options)
    try {
      const cookie = await enter('local')
      const me = async () => fetch(`${await strict.getUrl()}/v1/session`, { headers: { cookie } })
      for (let i = 0; i < 10; i++) await me()
      const refused = await me()
      expect([refused.status, await codeOf(refused)]).toEqual([429, 'TOO_MANY'])
      // The other gateway, which allows more, goes on.
      expect((await ask('me', { cookie })).status).toBe(200)
    } finally {
      await strict.close()
    }
  })
})
