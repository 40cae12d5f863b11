import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findTarget, readConfig } from './config.js'

function home(files: Record<string, unknown> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'genba-home-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), JSON.stringify(content))
  return dir
}

const running = () =>
  home({ 'state.json': { ports: { ingest: 4601, gateway: 4600 } }, 'demo.json': { password: 'p', key: 'demo-key' } })

describe('where a command sends', () => {
  it('is what npm start wrote down', () => {
    expect(findTarget({}, readConfig({ GENBA_HOME: running() }))).toEqual({
      to: 'http://127.0.0.1:4601',
      key: 'demo-key',
    })
  })

  it('is rather what the environment says, and rather still the option', () => {
    const config = readConfig({ GENBA_HOME: running(), GENBA_INGEST_URL: 'https://a.example', GENBA_KEY: 'env' })
    expect(findTarget({}, config)).toEqual({ to: 'https://a.example', key: 'env' })
    expect(findTarget({ to: 'http://b.example/', key: 'opt' }, config)).toEqual({ to: 'http://b.example', key: 'opt' })
  })

  it.each([
    ['no address', {}, /Where is ingest/],
    ['no key', { GENBA_INGEST_URL: 'http://a.example' }, /Which API key/],
    ['an address that is none', { GENBA_INGEST_URL: 'a.example' }, /GENBA_INGEST_URL/],
    ['a port that is none', { FACTORY_PORT: 'x' }, /FACTORY_PORT/],
  ])('with %s is refused in one sentence', (_what, env, reason) => {
    expect(() => findTarget({}, readConfig({ GENBA_HOME: home(), ...env }))).toThrow(reason)
  })
})
