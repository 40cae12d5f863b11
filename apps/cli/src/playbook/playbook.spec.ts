import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { show, validate, verify } from './check.js'
import { keygen, sign } from './sign.js'

const shipped = new URL('../../../../libs/playbook/playbooks/', import.meta.url)
let folder = ''
const said: string[] = []
const say = (line: string) => void said.push(line)
const path = (name: string) => join(folder, name)
/** A playbook without signatures, and a trust list of the keys that keygen says. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genba-playbook-'))
  const tree = JSON.parse(await readFile(new URL('investigate.json', shipped), 'utf8')) as object
  await writeFile(path('plain.json'), `${JSON.stringify({ ...tree, signatures: undefined }, null, 3)}\n`)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.each(['Ed25519', 'ES256'] as const)('genba playbook, with a key of %s', (algorithm) => {
  const [key, signed, trust] = [`${algorithm}.pem`, `${algorithm}.json`, `${algorithm}.trust`]
  it('makes a key for its owner alone, signs, and says that it is trusted', async () => {
    said.length = 0
    await keygen(path(key), { algorithm }, say)
    expect((await stat(path(key))).mode & 0o077).toBe(0)
    await writeFile(path(trust), JSON.stringify({ keys: [{ ...(JSON.parse(said[0]!) as object), name: 'soc' }] }))
    const plain = await readFile(path('plain.json'), 'utf8')
    await writeFile(path(signed), plain)
    await sign([path(signed)], { key: path(key), signee: 'SOC' }, say)
    await verify([path(signed)], { trust: path(trust), rule: 'require' }, say)
    expect(said.slice(1)).toEqual([
      `${path(signed)}: signed by SOC (${algorithm})`,
      `${path(signed)}: signed by soc, trusted`,
    ])
    expect((await readFile(path(signed), 'utf8')).startsWith(plain.slice(0, plain.lastIndexOf('\n}')))).toBe(true)
  })
  it('never shows a private key', async () => {
    const secret = (await readFile(path(key), 'utf8')).split('\n')[1]!
    expect(said.join('\n')).not.toContain(secret)
    await writeFile(path('cut.pem'), (await readFile(path(key), 'utf8')).slice(0, -40))
    const failed = await sign([path(signed)], { key: path('cut.pem'), signee: 'x' }, say).catch((error: Error) => error)
    expect((failed as Error).message).toBe(`${path('cut.pem')}: no private key in PEM`)
    expect((failed as Error).cause).toBeUndefined()
  })
  it('refuses what was changed, what nobody trusted signed, and by the rule what is not signed', async () => {
    const changed = (await readFile(path(signed), 'utf8')).replace('"Investigate"', '"Investigated"')
    await writeFile(path('changed.json'), changed)
    await expect(verify([path('changed.json')], { trust: path(trust), rule: 'flag' }, say)).rejects.toThrow(
      'was changed',
    )
    await writeFile(path('nobody.trust'), '{"keys":[]}')
    await expect(verify([path(signed)], { trust: path('nobody.trust'), rule: 'require' }, say)).rejects.toThrow(
      'nobody here trusts',
    )
    await expect(verify([path('plain.json')], { trust: path(trust), rule: 'require' }, say)).rejects.toThrow(
      'is not signed',
    )
    await verify([path('plain.json'), path(signed)], { trust: path('nobody.trust'), rule: 'flag' }, say)
  })
  it('does not write over a key', async () => {
    await expect(keygen(path(key), { algorithm }, say)).rejects.toThrow('is there already')
  })
})

describe('genba playbook', () => {
  it('validates every file that it is given, and says what is wrong with each', async () => {
    const files = (await readdir(shipped)).filter((name) => name.endsWith('.json'))
    said.length = 0
    await validate(
      files.map((name) => new URL(name, shipped).pathname),
      say,
    )
    expect(said).toHaveLength(files.length)
    await writeFile(path('bad.json'), '{"type":"playbook"}')
    await writeFile(path('none.json'), '{')
    said.length = 0
    await expect(validate([path('bad.json'), path('none.json'), path('plain.json')], say)).rejects.toThrow(
      '2 files are not valid',
    )
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/\/spec_version: /),
        expect.stringMatching(/JSON/),
        expect.stringMatching(/plain\.json: valid/),
      ]),
    )
  })
  it('shows a workflow in words', async () => {
    said.length = 0
    await show(new URL('ransomware-at-border.json', shipped).pathname, { language: 'ja' }, say)
    expect(said.join('\n')).toMatch(/decide +action +コンジット「__conduit__:value」を240分間遮断する {2}manual/)
  })
})
