import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { inspectPlaybook } from '../cacao/read-playbook.js'
import type { Playbook } from '../cacao/playbook.js'
import { canonical, contentOf } from './canonical.js'
import { signPlaybook, withSignature } from './sign-playbook.js'
import { utf8, type Algorithm } from './subtle.js'
import { bareKey } from './trust.js'
import { refusedBy, verifyPlaybook } from './verify-playbook.js'

const text = (): string => {
  const tree = JSON.parse(readFileSync(new URL('../../playbooks/investigate.json', import.meta.url), 'utf8')) as object
  return `${JSON.stringify({ ...tree, signatures: undefined }, null, 1)}\n`
}
const read = (json: string): Playbook => {
  const inspected = inspectPlaybook(json)
  if (!inspected.ok) throw new Error(JSON.stringify(inspected.faults))
  return inspected.playbook
}
const { subtle } = globalThis.crypto
const NOW = Date.parse('2026-11-25T00:00:00Z')
const pemOf = ({ publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject }) => ({
  publicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string,
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
})
const keys = {
  Ed25519: pemOf(generateKeyPairSync('ed25519')),
  ES256: pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
}
const trustOf = (algorithm: Algorithm) => ({ keys: [{ name: 'soc', publicKey: bareKey(keys[algorithm].publicKey) }] })
const sign = async (algorithm: Algorithm, json = text(), more: object = {}) => {
  const id = 'jss--5ab2a7f5-9a58-4d4b-9d0f-0a4a0d6f0001'
  const by = { algorithm, ...keys[algorithm], signee: 'SOC', id, at: '2026-11-24T10:00:00.000Z', ...more }
  return withSignature(json, await signPlaybook(read(json), subtle, by))
}
const verify = (json: string, algorithm: Algorithm = 'Ed25519', now = NOW) =>
  verifyPlaybook(read(json), { trust: trustOf(algorithm), subtle, now })

describe('the canonical form', () => {
  it('is that of RFC 8785', () => {
    const value = {
      '\u20ac': 'Euro',
      b: [1e21, 4.5, 2e-3, 1e-27],
      a: '\u000f\n"\\',
      '\ud83d\ude00': null,
      '\ufb33': true,
    }
    expect(canonical(value)).toBe(
      '{"a":"\\u000f\\n\\"\\\\","b":[1e+21,4.5,0.002,1e-27],"€":"Euro","\ud83d\ude00":null,"\ufb33":true}',
    )
  })
  it('does not know signatures, spaces or the order of properties', async () => {
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text()) as object).reverse()))
    expect(contentOf(read(reversed))).toBe(contentOf(read(await sign('Ed25519'))))
  })
  it('is signed as UTF-8', () => {
    expect(Buffer.from(utf8('現場 €😀')).toString('utf8')).toBe('現場 €😀')
  })
})

describe.each(['Ed25519', 'ES256'] as const)('a signature by %s', (algorithm) => {
  it('is trusted when its key is', async () => {
    expect(await verify(await sign(algorithm), algorithm)).toEqual({ is: 'trusted', by: 'soc' })
    const other = await verifyPlaybook(read(await sign(algorithm)), { trust: { keys: [] }, subtle, now: NOW })
    expect(other).toEqual({ is: 'unknown', signee: 'SOC' })
  })
  it('leaves every byte of the playbook as it was', async () => {
    const signed = await sign(algorithm)
    expect(signed.startsWith(text().trimEnd().slice(0, -1).trimEnd())).toBe(true)
  })
  it('holds whatever way the playbook is written', async () => {
    expect(await verify(JSON.stringify(JSON.parse(await sign(algorithm))), algorithm)).toMatchObject({ is: 'trusted' })
  })
  it.each<[string, (json: string) => string]>([
    ['one word', (json) => json.replace('"Investigate"', '"Investigate!"')],
    ['an approval', (json) => json.replace('"dueMs": 1800000', '"dueMs": 1800001')],
    ['a property of somebody else', (json) => json.replace('{', '{"x_other": 1,')],
    ['its own time', (json) => json.replaceAll('2026-11-24T10:00:00.000Z', '2026-11-24T10:00:01.000Z')],
    ['who signed', (json) => json.replace('"signee": "SOC"', '"signee": "METI"')],
    [
      'its value',
      (json) => json.replace(/"value": "(.)(?=[\w-]{80})/, (_, c: string) => `"value": "${c === 'A' ? 'B' : 'A'}`),
    ],
    ['its value, cut', (json) => json.replace(/"value": "....(?=[\w-]{80})/, '"value": "')],
  ])('breaks by a change of %s', async (_, change) => {
    const signed = await sign(algorithm)
    expect(change(signed)).not.toBe(signed)
    expect(await verify(change(signed), algorithm)).toMatchObject({
      is: 'broken',
      reason: expect.stringContaining('was changed'),
    })
  })
})

describe('signatures', () => {
  it('stand for themselves: a second one leaves the first as it is', async () => {
    const both = await sign('ES256', await sign('Ed25519'))
    expect(await verify(both, 'Ed25519')).toMatchObject({ is: 'trusted' })
    expect(await verify(both, 'ES256')).toMatchObject({ is: 'trusted' })
  })
  it.each([
    [{ revoked: true }, 'revoked'],
    [{ valid_until: '2026-11-24T12:00:00.000Z' }, 'valid until'],
    [{ valid_from: '2027-01-01T00:00:00.000Z' }, 'valid from'],
    [{ algorithm: 'RS256' }, 'RS256 over sha-256 is not verified here'],
    [{ hash_algorithm: 'md5' }, 'Ed25519 over md5 is not verified here'],
    [{ public_key: undefined, thumbprint: 'x' }, 'certificate'],
    [{ public_key: 'AAAA' }, 'the key is another'],
  ])('with %j do not hold', async (part, reason) => {
    const playbook = read(await sign('Ed25519'))
    const changed = { ...playbook, signatures: [{ ...playbook.signatures![0]!, ...part }] } as Playbook
    expect(await verifyPlaybook(changed, { trust: trustOf('Ed25519'), subtle, now: NOW })).toEqual({
      is: 'broken',
      reason: expect.stringContaining(reason),
    })
  })
  it('decide by the rule of the house whether a playbook may run', () => {
    expect(refusedBy({ is: 'broken', reason: 'r' }, 'flag')).toMatch('does not hold')
    expect([refusedBy({ is: 'unsigned' }, 'flag'), refusedBy({ is: 'unknown', signee: 'x' }, 'flag')]).toEqual([
      undefined,
      undefined,
    ])
    expect(refusedBy({ is: 'unsigned' }, 'require')).toBe('it is not signed')
    expect(refusedBy({ is: 'unknown', signee: 'x' }, 'require')).toMatch('trusts the key of x')
    expect(refusedBy({ is: 'trusted', by: 'soc' }, 'require')).toBeUndefined()
  })
})
