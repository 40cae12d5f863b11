import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { PlaybookImport, PlaybookImported, PlaybookList } from '@genba/contracts'
import { startGateway } from '../testing/gateway.js'
import { exportFile, importFiles, list } from './library.js'

const VERSION = 'playbook--1@2026-11-24T00:00:00.000Z'
const LIST = 'GET /v1/playbooks?limit=200'
const NEXT = `${LIST}&after=${VERSION}`
const FILE = '{ "type": "playbook",\n   "x_ours": 1.0 }\n'
const KNOWN: PlaybookList = {
  playbooks: [
    {
      ...{ version: VERSION, id: 'playbook--1', name: 'Block', title: { ja: '遮断', en: 'Block' }, modified: '2026' },
      ...{ state: 'current', signature: { is: 'trusted', by: 'genba' }, phases: [], steps: 3, problems: 0 },
      ...{ rows: 1, isDefault: false, running: 2 },
    },
  ],
  total: 1,
  ...{ importers: [], trusted: ['genba'], rule: 'require' },
}
const SECOND = { ...KNOWN, playbooks: [{ ...KNOWN.playbooks[0]!, version: 'playbook--2@2026', running: 0 }] }
const IMPORTED: PlaybookImported = {
  ...{ version: VERSION, signature: { is: 'unsigned' } },
  problems: [{ at: '/workflow/x', what: 'ssh commands are not run' }],
}

let gateway: Awaited<ReturnType<typeof startGateway>>
let folder = ''
const asked: string[] = []
const said: string[] = []
const say = (line: string) => void said.push(line)
const path = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genba-library-'))
  gateway = await startGateway((request, response) => {
    void text(request).then((body) => {
      const route = `${request.method} ${decodeURIComponent(request.url ?? '')}`
      asked.push(request.headers.cookie === 'session=s' ? route : `${route} (signed out)`)
      response.setHeader('set-cookie', 'session=s; Path=/')
      if (route === LIST) return response.end(JSON.stringify({ ...KNOWN, next: VERSION }))
      if (route === NEXT) return response.end(JSON.stringify(SECOND))
      if (route === `GET /v1/playbooks/${VERSION}/file`) return response.end(FILE)
      if (route !== 'POST /v1/playbooks') return response.end('{}')
      if ((JSON.parse(body) as PlaybookImport).text === FILE) return response.end(JSON.stringify(IMPORTED))
      response.statusCode = 400
      return response.end(JSON.stringify({ code: 'BAD_INPUT', message: 'The input is not valid', again: false }))
    })
  })
})
beforeEach(() => {
  asked.length = 0
  said.length = 0
})
afterAll(async () => {
  gateway.end()
  await rm(folder, { recursive: true, force: true })
})

describe('genba playbook', () => {
  it('list prints each version of all pages with its state and who signed it', async () => {
    await list(gateway.account, { language: 'ja', json: false }, say)
    expect(said).toEqual([
      `current    ${VERSION}  遮断  (signed by genba, trusted)  2 running`,
      'current    playbook--2@2026  遮断  (signed by genba, trusted)',
    ])
    expect(asked).toEqual(['POST /v1/session (signed out)', LIST, NEXT, 'DELETE /v1/session'])
  })
  it('list --json prints all pages as one list', async () => {
    await list(gateway.account, { language: 'en', json: true }, say)
    const playbooks = [...KNOWN.playbooks, ...SECOND.playbooks]
    expect(said.map((line) => JSON.parse(line) as object)).toEqual([{ ...SECOND, playbooks }])
  })
  it('import sends the very text and says what is not run', async () => {
    await writeFile(path('a.json'), FILE)
    await importFiles(gateway.account, [path('a.json')], say)
    expect(said).toEqual([
      `${path('a.json')}: ${VERSION}, not signed; Genba does not run it:`,
      '  /workflow/x: ssh commands are not run',
    ])
  })
  it('import stops at the first file that is refused, names it, and signs out', async () => {
    await writeFile(path('bad.json'), '{}')
    const files = [path('bad.json'), path('a.json')]
    await expect(importFiles(gateway.account, files, say)).rejects.toThrow(
      `${path('bad.json')}: The input is not valid`,
    )
    expect(said).toEqual([])
    expect(asked.at(-1)).toBe('DELETE /v1/session')
  })
  it('export gives the bytes that were imported, and writes over nothing', async () => {
    await exportFile(gateway.account, VERSION, { out: path('out.json') }, say)
    expect(await readFile(path('out.json'), 'utf8')).toBe(FILE)
    await expect(exportFile(gateway.account, VERSION, { out: path('out.json') }, say)).rejects.toThrow(
      'is there already',
    )
    await exportFile(gateway.account, VERSION, {}, say)
    expect(said.at(-1)).toBe(FILE.trimEnd())
  })
})
