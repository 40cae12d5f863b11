import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTls } from 'node:tls'
import { afterEach, beforeAll, afterAll, describe, expect, it } from '@jest/globals'
import { CONNECTOR_TYPES, type ConnectorType } from '@genba/contracts'
import { Clock, Metrics } from '@genba/platform'
import { Aedes, type AedesPublishPacket } from 'aedes'
import { SMTPServer } from 'smtp-server'
import { httpReceiver, listen, tcpReceiver } from '../testing/receivers.js'
import { FAILURES_MAX, OPEN_MS } from './breaker.js'
import { ConnectorConfigs } from './connector-config.js'
import type { Notice, Outgoing } from './connector.js'
import { Connectors } from './connectors.js'
import { SimulatedConnector } from './simulated.connector.js'

const TIMEOUT_MS = 400
const REAL = { plant: 'p', drill: false }
const NOTICE: Notice = {
  type: 'notice',
  plant: 'p',
  incident: 'p~line-1~r~1',
  title: { ja: 'コントローラの不正操作', en: 'Controller tampering "now"' },
  text: { ja: '手動で隔離', en: 'Isolate <by hand>' },
  severity0to100: 90,
  at: 1_700_000_000_000,
}
const BLOCK: Outgoing = { type: 'http-api', method: 'POST', path: '/v1/block', body: '{"a":1}' }
const OPENC2: Outgoing = {
  type: 'openc2-http',
  path: '/openc2',
  command: '{"action":"deny","target":{"ipv4_net":"10.0.0.9/32"}}',
}
const WEBHOOK_KEY = Buffer.from('0123456789abcdef0123456789abcdef')
const env = { TOKEN: 't0ken', WHSEC: `whsec_${WEBHOOK_KEY.toString('base64')}`, SMTP_PASSWORD: 'p4ss' }

class At extends Clock {
  constructor(private at = 1_700_000_100_000) {
    super()
  }
  override now = (): number => this.at
  pass = (ms: number): number => (this.at += ms)
}
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const kept = <L extends { close: () => unknown }>(listening: L): L => {
  closing.push(() => listening.close())
  return listening
}
const made = (config: Record<string, unknown>, more: { clock?: Clock; env?: NodeJS.ProcessEnv } = {}) => {
  const connectors = ConnectorConfigs.parse({ it: { timeoutMs: TIMEOUT_MS, ...config } })
  return new Connectors({ connectors, env: { ...env, ...more.env } }, more.clock ?? new At(), new Metrics())
}
const send = (config: Record<string, unknown>, out: Outgoing, key = 'k:1', more = {}) =>
  made(config, more).connect('it', REAL).send(out, key)
const refusal = (code: string, why?: string) => ({ code, ...(why ? { detail: { connector: 'it', why } } : {}) })

/** One configuration of each kind, all to nowhere. */
const NOWHERE: Record<ConnectorType, Record<string, unknown>> = {
  'http-api': { type: 'http-api', url: 'http://127.0.0.1:2' },
  ticket: { type: 'ticket', url: 'http://127.0.0.1:2', create: { path: '/t', body: {} } },
  openc2: { type: 'openc2', url: 'http://127.0.0.1:2' },
  webhook: { type: 'webhook', url: 'http://127.0.0.1:2', secret: { env: 'WHSEC' } },
  mail: { type: 'mail', host: '127.0.0.1', port: 2, security: 'none', from: 'genba@p', to: ['a@p.example'] },
  chat: { type: 'chat', shape: 'slack', url: { env: 'CHAT' } },
  syslog: { type: 'syslog', host: '127.0.0.1', port: 2, transport: 'tcp' },
  mqtt: { type: 'mqtt', url: 'mqtt://127.0.0.1:2', topic: 'genba/{plant}' },
}
const OUT: Partial<Record<ConnectorType, Outgoing>> = { 'http-api': BLOCK, openc2: OPENC2 }
const CHAT = { CHAT: 'http://127.0.0.1:2/services/T0/s3cret' }

describe.each(CONNECTOR_TYPES)('a connector of kind %s', (type) => {
  const out = OUT[type] ?? NOTICE
  it('is simulated for a drill, and for the test of an administrator who says so', async () => {
    const connectors = made(NOWHERE[type], { env: CHAT })
    for (const connector of [
      connectors.connect('it', { plant: 'p', drill: true }),
      connectors.connectByKey('it', { simulated: true }),
    ]) {
      expect(connector).toBeInstanceOf(SimulatedConnector)
      expect(await connector.send(out, 'k')).toMatchObject({ answer: 'simulated' })
    }
    expect(connectors.connect('it', REAL)).not.toBeInstanceOf(SimulatedConnector)
  })
  it('says that nobody is there, where, and never a secret', async () => {
    const error = await send(NOWHERE[type], out, 'k', { env: CHAT }).catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      code: 'CONNECTOR_AWAY',
      detail: { connector: 'it', why: expect.stringMatching(/ECONNREFUSED|ESOCKET/) },
    })
    expect((error as { detail: { address: string } }).detail.address).toMatch(/127\.0\.0\.1:2$/)
    expect(JSON.stringify(error) + String(error)).not.toMatch(/s3cret|t0ken|p4ss/)
  })
  it('refuses what it can not take', async () => {
    await expect(send(NOWHERE[type], out === NOTICE ? BLOCK : NOTICE, 'k', { env: CHAT })).rejects.toMatchObject({
      code: 'CONNECTOR_REFUSED',
    })
  })
  it('gives up after its time when the other side is silent', async () => {
    const { port } = kept(await tcpReceiver(() => undefined))
    const there = JSON.parse(JSON.stringify(NOWHERE[type]).replaceAll('127.0.0.1:2', `127.0.0.1:${port}`)) as object
    const config = { ...there, ...('port' in there ? { port } : {}) }
    const more = { env: { CHAT: `http://127.0.0.1:${port}/s3cret` } }
    await expect(send(config, out, 'k', more)).rejects.toMatchObject({ code: 'CONNECTOR_AWAY' })
  })
  it('tells an administrator where it reaches and nothing else', () => {
    const [view] = made(NOWHERE[type], { env: CHAT }).views()
    expect(view).toMatchObject({ id: 'it', type, plants: '*' })
    expect(JSON.stringify(view)).not.toMatch(/s3cret|whsec|t0ken/)
  })
})

describe('the one construction point', () => {
  it("takes the plant's own connector before the general one, and has none that nobody configured", () => {
    const parsed = ConnectorConfigs.parse({ fw: NOWHERE['http-api'], 'fw@osaka': NOWHERE['http-api'] })
    const connectors = new Connectors({ connectors: parsed, env }, new At(), new Metrics())
    expect(connectors.views().map(({ id, plants }) => [id, plants])).toEqual([
      ['fw', '*'],
      ['fw@osaka', ['osaka']],
    ])
    expect(connectors.has('fw', 'osaka')).toBe(true)
    expect(() => connectors.connect('unknown', REAL)).toThrow('NO_CONNECTOR')
  })
  it('names the connector whose secret is missing, at the start', () => {
    expect(() => made({ ...NOWHERE['http-api'], token: { env: 'GONE' } })).toThrow(
      'connector it: the environment has no GONE',
    )
    expect(() => made({ ...NOWHERE['http-api'], token: { file: '/nowhere' } })).toThrow('connector it')
  })
  it('tells once how the last sends went, without secrets', async () => {
    const clock = new At()
    const { port } = kept(await httpReceiver((_, nth) => ({ status: nth === 1 ? 200 : 503 })))
    const connectors = made({ type: 'http-api', url: `http://127.0.0.1:${port}/secret?key=secret` }, { clock })
    const sentAt = clock.now()
    await connectors.connect('it', REAL).send(BLOCK, 'k:1')
    clock.pass(5_000)
    await expect(connectors.connect('it', REAL).send(BLOCK, 'k:2')).rejects.toThrow()
    const error = expect.stringMatching(/^CONNECTOR_AWAY it http:\/\/127\.0\.0\.1/) as unknown as string
    expect(connectors.takeOutcomes()).toEqual([['it', { sent: { at: sentAt }, failed: { at: sentAt + 5_000, error } }]])
    expect(JSON.stringify(connectors.takeOutcomes())).toBe('[]')
  })
  it('knows nothing of what a drill sent', async () => {
    const connectors = made(NOWHERE['http-api'])
    await connectors.connect('it', { plant: 'p', drill: true }).send(BLOCK, 'k')
    expect(connectors.takeOutcomes()).toEqual([])
  })
  it('leaves a system alone for a moment that did not answer again and again, then tries once', async () => {
    const clock = new At()
    const { calls, port } = kept(await httpReceiver((_, nth) => ({ status: nth <= FAILURES_MAX ? 503 : 200 })))
    const connector = made({ type: 'http-api', url: `http://127.0.0.1:${port}` }, { clock }).connect('it', REAL)
    for (let n = 0; n <= FAILURES_MAX + 2; n++)
      await expect(connector.send(BLOCK, 'k')).rejects.toMatchObject({ code: 'CONNECTOR_AWAY' })
    expect(calls).toHaveLength(FAILURES_MAX)
    clock.pass(OPEN_MS)
    expect(await connector.send(BLOCK, 'k')).toEqual({ answer: '200' })
  })
})

describe('http-api', () => {
  const config = (port: number) => ({ type: 'http-api', url: `http://127.0.0.1:${port}/`, token: { env: 'TOKEN' } })
  it('sends the request with its key and token', async () => {
    const { calls, port } = kept(await httpReceiver(() => ({ status: 201 })))
    expect(await send(config(port), BLOCK)).toEqual({ answer: '201' })
    expect(calls).toMatchObject([
      {
        method: 'POST',
        path: '/v1/block',
        body: '{"a":1}',
        headers: { 'idempotency-key': 'k:1', authorization: 'Bearer t0ken' },
      },
    ])
  })
  it.each([
    [500, 'CONNECTOR_AWAY'],
    [429, 'CONNECTOR_AWAY'],
    [404, 'CONNECTOR_REFUSED'],
    [302, 'CONNECTOR_REFUSED'],
  ])('takes status %s as %s', async (status, code) => {
    const { port } = kept(await httpReceiver(() => ({ status })))
    await expect(send(config(port), BLOCK)).rejects.toMatchObject(refusal(code, `status ${status}`))
  })
  it('fails when the connection breaks in the middle of the answer, so that the same key is sent again', async () => {
    const { port } = kept(
      await tcpReceiver((socket) =>
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')
          setTimeout(() => socket.destroy(), 20)
        }),
      ),
    )
    await expect(send(config(port), BLOCK)).rejects.toMatchObject({ code: 'CONNECTOR_AWAY' })
  })
  it('takes the first of two answers to one request', async () => {
    const { port } = kept(
      await tcpReceiver((socket) =>
        socket.once('data', () => {
          const answer = (status: string) => `HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`
          socket.end(answer('200 OK') + answer('500 No'))
        }),
      ),
    )
    expect(await send(config(port), BLOCK)).toEqual({ answer: '200' })
  })
})

describe('ticket', () => {
  const config = (port: number) => ({
    type: 'ticket',
    url: `http://127.0.0.1:${port}`,
    create: { path: '/api/tickets', body: { short: '{{title_ja}}', about: ['{{text_en}}', '{{key}}'], urgency: 1 } },
    update: { method: 'PUT', path: '/api/tickets/{{ticket}}', body: { note: '{{title_en}} {{unknown}}' } },
    idAt: 'result/number',
  })
  it('makes one, and updates it when the incident has it', async () => {
    const { calls, port } = kept(await httpReceiver(() => ({ status: 201, body: '{"result":{"number":"T/7"}}' })))
    expect(await send(config(port), NOTICE)).toEqual({ answer: '201', ticket: 'T/7' })
    expect(await send(config(port), { ...NOTICE, ticket: 'T/7' }, 'k:2')).toEqual({ answer: '201', ticket: 'T/7' })
    expect(calls.map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
      ['POST', '/api/tickets', { short: NOTICE.title.ja, about: [NOTICE.text.en, 'k:1'], urgency: 1 }],
      ['PUT', '/api/tickets/T%2F7', { note: `${NOTICE.title.en} {{unknown}}` }],
    ])
  })
  it('says so when the ticket was made and its id can not be read', async () => {
    const { port } = kept(await httpReceiver(() => ({ status: 201, body: '<html>' })))
    await expect(send(config(port), NOTICE)).rejects.toMatchObject({ code: 'CONNECTOR_REFUSED' })
  })
})

describe('openc2', () => {
  const config = (port: number) => ({ type: 'openc2', url: `http://127.0.0.1:${port}/openc2` })
  const says = (status: number) => JSON.stringify({ body: { openc2: { response: { status } } } })
  it('sends the command as OpenC2 over HTTP', async () => {
    const { calls, port } = kept(await httpReceiver(() => ({ status: 200, body: says(200) })))
    expect(await send(config(port), OPENC2)).toEqual({ answer: '200' })
    expect(calls[0]!.headers).toMatchObject({
      'content-type': 'application/openc2+json;version=1.0',
      'x-request-id': 'k:1',
    })
    expect(JSON.parse(calls[0]!.body)).toMatchObject({
      headers: { request_id: 'k:1' },
      body: { openc2: { request: { action: 'deny', target: { ipv4_net: '10.0.0.9/32' } } } },
    })
  })
  it.each([
    [102, 'CONNECTOR_AWAY'],
    [503, 'CONNECTOR_AWAY'],
    [501, 'CONNECTOR_AWAY'],
    [403, 'CONNECTOR_REFUSED'],
  ])("reads the consumer's own status %s inside of an HTTP 200 as %s", async (status, code) => {
    const { port } = kept(await httpReceiver(() => ({ status: 200, body: says(status) })))
    await expect(send(config(port), OPENC2)).rejects.toMatchObject({ code })
  })
})

describe('webhook', () => {
  it('is signed as Standard Webhooks say; a retry has the same id and a signature of its own time', async () => {
    const clock = new At()
    const { calls, port } = kept(await httpReceiver((_, nth) => ({ status: nth === 1 ? 500 : 200 })))
    const config = { type: 'webhook', url: `http://127.0.0.1:${port}/in`, secret: { env: 'WHSEC' } }
    const connector = made(config, { clock }).connect('it', REAL)
    await expect(connector.send(NOTICE, 'k.1')).rejects.toMatchObject({ code: 'CONNECTOR_AWAY' })
    clock.pass(90_000)
    await connector.send(NOTICE, 'k.1')
    for (const { headers, body } of calls) {
      const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
      expect(headers['webhook-signature']).toBe(
        `v1,${createHmac('sha256', WEBHOOK_KEY).update(signed).digest('base64')}`,
      )
    }
    const [first, second] = calls
    expect(second!.headers['webhook-id']).toBe('k-1')
    expect([second!.body, second!.headers['webhook-id']]).toEqual([first!.body, first!.headers['webhook-id']])
    expect(Number(second!.headers['webhook-timestamp']) - Number(first!.headers['webhook-timestamp'])).toBe(90)
  })
})

describe('chat', () => {
  it.each(['slack', 'teams'] as const)('posts the shape of %s, in both languages, with its key', async (shape) => {
    const { calls, port } = kept(await httpReceiver(() => ({ status: 200, body: 'ok' })))
    const more = { env: { CHAT: `http://127.0.0.1:${port}/services/s3cret` } }
    await send({ type: 'chat', shape, url: { env: 'CHAT' } }, NOTICE, 'k:1', more)
    expect(calls[0]!.path).toBe('/services/s3cret')
    const text = calls[0]!.body
    for (const part of [NOTICE.title.ja, NOTICE.text.ja, 'k:1']) expect(text).toContain(part)
    expect(text).toContain(shape === 'slack' ? 'Isolate &lt;by hand&gt;' : 'Isolate <by hand>')
    expect(JSON.parse(text)).toMatchObject(
      shape === 'slack'
        ? { blocks: [{ type: 'header' }, { type: 'section' }, { type: 'context' }] }
        : { type: 'message', attachments: [{ content: { type: 'AdaptiveCard' } }] },
    )
  })
})

describe('mail', () => {
  type Options = NonNullable<ConstructorParameters<typeof SMTPServer>[0]>
  const smtp = async (options: Options) => {
    const mails: string[] = []
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      authOptional: true,
      logger: false,
      onData: (stream, _, done) => {
        let text = ''
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
        stream.on('end', () => (mails.push(text), done()))
      },
      ...options,
    })
    server.on('error', () => undefined)
    const { port } = await listen(server.server)
    closing.push(() => new Promise<void>((resolve) => server.close(() => resolve())))
    return { mails, config: { ...NOWHERE.mail, port } }
  }
  it('sends both languages; a repeat has the same Message-ID', async () => {
    const { mails, config } = await smtp({})
    expect(await send(config, NOTICE)).toEqual({ answer: 'accepted for 1' })
    await send(config, NOTICE)
    const ids = mails.map((text) => /^Message-ID: (.+)$/m.exec(text)?.[1])
    expect(ids[0]).toMatch(/@genba>/)
    expect(ids[1]).toBe(ids[0])
    expect(mails[0]).toMatch(/^Auto-Submitted: auto-generated/m)
  })
  it('signs in with its password', async () => {
    const users: unknown[] = []
    const { config } = await smtp({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, done) => {
        users.push([username, password])
        done(password === env.SMTP_PASSWORD ? null : new Error('no'), { user: username ?? '' })
      },
    })
    await send({ ...config, user: 'genba', password: { env: 'SMTP_PASSWORD' } }, NOTICE)
    expect(users).toEqual([['genba', 'p4ss']])
    const wrong = { env: { SMTP_PASSWORD: 'wrong' } }
    await expect(
      send({ ...config, user: 'genba', password: { env: 'SMTP_PASSWORD' } }, NOTICE, 'k', wrong),
    ).rejects.toMatchObject(refusal('CONNECTOR_REFUSED', 'SMTP 535'))
  })
  it.each([
    [550, 'CONNECTOR_REFUSED'],
    [451, 'CONNECTOR_AWAY'],
  ])('takes SMTP %s as %s', async (responseCode, code) => {
    const { config } = await smtp({
      onRcptTo: (_, __, done) => done(Object.assign(new Error('no'), { responseCode })),
    })
    await expect(send(config, NOTICE)).rejects.toMatchObject(refusal(code, `SMTP ${responseCode}`))
  })
  it('tells who did not get it when others did', async () => {
    const { config } = await smtp({
      onRcptTo: ({ address }, _, done) =>
        done(address.startsWith('b') ? Object.assign(new Error('no'), { responseCode: 550 }) : null),
    })
    const to = ['a@p.example', 'b@p.example']
    expect(await send({ ...config, to }, NOTICE)).toEqual({ answer: 'accepted for 1; refused b@p.example' })
  })
  it('fails half-way when the server goes away in the middle of the mail', async () => {
    const { port } = kept(
      await tcpReceiver((socket) => {
        socket.write('220 hi\r\n')
        socket.on('data', (chunk: Buffer) => {
          const said = chunk.toString()
          if (said.startsWith('DATA')) socket.destroy()
          else socket.write('250 ok\r\n')
        })
      }),
    )
    await expect(send({ ...NOWHERE.mail, port }, NOTICE)).rejects.toMatchObject({ code: 'CONNECTOR_AWAY' })
  })
  it('takes a server that answers twice as one that took it', async () => {
    const { port } = kept(
      await tcpReceiver((socket) => {
        socket.write('220 hi\r\n')
        let isData = false
        socket.on('data', (chunk: Buffer) => {
          const said = chunk.toString()
          if (isData) {
            if (said.endsWith('\r\n.\r\n')) socket.write('250 taken\r\n250 taken\r\n')
          } else if (said.startsWith('DATA')) {
            isData = true
            socket.write('354 go on\r\n')
          } else socket.write('250 ok\r\n')
        })
      }),
    )
    expect(await send({ ...NOWHERE.mail, port }, NOTICE)).toEqual({ answer: 'accepted for 1' })
  })
})

describe('syslog', () => {
  const MESSAGE =
    /^<106>1 2023-11-14T22:13:20\.000Z \S+ genba - notice \[genba@32473 key="k:1" plant="p" incident="p~line-1~r~1" title_en="Controller tampering \\"now\\""\] \uFEFFコントローラの不正操作$/
  let dir: string
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'genba-syslog-'))
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
        ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
        ...['-keyout', join(dir, 'key.pem'), '-out', join(dir, 'cert.pem')],
      ],
      { stdio: 'ignore' },
    )
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('is one RFC 5424 datagram by UDP', async () => {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    closing.push(() => socket.close())
    const came = once(socket, 'message')
    const { port } = socket.address()
    expect(await send({ ...NOWHERE.syslog, transport: 'udp', port }, NOTICE)).toEqual({ answer: 'sent' })
    expect(String((await came)[0])).toMatch(MESSAGE)
  })
  it('counts its octets by TCP', async () => {
    let text = ''
    const { port } = kept(
      await tcpReceiver((socket) => socket.on('data', (chunk: Buffer) => (text += chunk.toString()))),
    )
    expect(await send({ ...NOWHERE.syslog, port }, NOTICE)).toEqual({ answer: 'taken' })
    const [, count, message] = /^(\d+) ([\s\S]*)$/.exec(text)!
    expect(Buffer.byteLength(message!)).toBe(Number(count))
    expect(message).toMatch(MESSAGE)
  })
  it('goes through TLS to a server whose certificate is known, and to no other', async () => {
    let text = ''
    const server = createTls(
      { key: readFileSync(join(dir, 'key.pem')), cert: readFileSync(join(dir, 'cert.pem')) },
      (socket) => {
        socket.on('error', () => undefined)
        socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
      },
    )
    server.on('tlsClientError', () => undefined)
    const { port } = kept(await listen(server))
    const config = { ...NOWHERE.syslog, host: 'localhost', port, transport: 'tls' }
    expect(await send({ ...config, ca: join(dir, 'cert.pem') }, NOTICE)).toEqual({ answer: 'taken' })
    expect(text.slice(text.indexOf(' ') + 1)).toMatch(MESSAGE)
    await expect(send(config, NOTICE)).rejects.toMatchObject(refusal('CONNECTOR_AWAY', 'DEPTH_ZERO_SELF_SIGNED_CERT'))
  })
  it('fails when the connection is reset before the other side has ended', async () => {
    const { port } = kept(await tcpReceiver((socket) => socket.once('data', () => socket.resetAndDestroy())))
    await expect(send({ ...NOWHERE.syslog, port }, NOTICE)).rejects.toMatchObject({ code: 'CONNECTOR_AWAY' })
  })
})

describe('mqtt', () => {
  const broker = async (more: Partial<Aedes> = {}) => {
    const aedes = await Aedes.createBroker()
    Object.assign(aedes, more)
    const published: AedesPublishPacket[] = []
    aedes.on('publish', (packet, client) => void (client && published.push(packet)))
    const { port } = kept(await tcpReceiver((socket) => aedes.handle(socket)))
    closing.push(() => new Promise<void>((resolve) => aedes.close(resolve)))
    return { published, url: `mqtt://127.0.0.1:${port}` }
  }
  it.each([1, 2] as const)('publishes at QoS %s and waits until the broker has it', async (qos) => {
    const { published, url } = await broker()
    const config = { type: 'mqtt', url, topic: 'genba/{plant}/{incident}', qos }
    expect(await send(config, { ...NOTICE, incident: 'a/b#' })).toEqual({ answer: `published at QoS ${qos}` })
    expect(published.map(({ topic }) => topic)).toEqual(['genba/p/a-b-'])
    expect(JSON.parse(String(published[0]!.payload))).toMatchObject({ key: 'k:1', title: NOTICE.title })
  })
  it('is refused with a wrong password', async () => {
    const { url } = await broker({
      authenticate: (_, __, password, done) => done(null, String(password) === env.SMTP_PASSWORD),
    })
    const config = { type: 'mqtt', url, topic: 't', user: 'genba', password: { env: 'SMTP_PASSWORD' } }
    expect(await send(config, NOTICE)).toMatchObject({ answer: 'published at QoS 1' })
    await expect(send(config, NOTICE, 'k', { env: { SMTP_PASSWORD: 'wrong' } })).rejects.toMatchObject({
      code: 'CONNECTOR_REFUSED',
    })
  })
  it('fails when the broker goes away before it has it, and takes two receipts as one', async () => {
    const CONNACK = Buffer.from([0x20, 2, 0, 0])
    const fake = (onPublish: (socket: import('node:net').Socket, id: [number, number]) => void) =>
      tcpReceiver((socket) => {
        socket.once('data', () => {
          socket.write(CONNACK)
          socket.once('data', (packet: Buffer) => {
            const at = 2 + (packet[1]! >= 128 ? 1 : 0)
            const topic = packet.readUInt16BE(at)
            onPublish(socket, [packet[at + 2 + topic]!, packet[at + 3 + topic]!])
          })
        })
      })
    const gone = kept(await fake((socket) => socket.destroy()))
    const config = { type: 'mqtt', topic: 't' }
    await expect(send({ ...config, url: `mqtt://127.0.0.1:${gone.port}` }, NOTICE)).rejects.toMatchObject({
      code: 'CONNECTOR_AWAY',
    })
    const twice = kept(await fake((socket, id) => socket.write(Buffer.from([0x40, 2, ...id, 0x40, 2, ...id]))))
    expect(await send({ ...config, url: `mqtt://127.0.0.1:${twice.port}` }, NOTICE)).toEqual({
      answer: 'published at QoS 1',
    })
  })
})
