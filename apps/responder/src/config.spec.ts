import { describe, expect, it } from '@jest/globals'
import { readConfig } from '@genba/platform'
import { ResponderConfig } from './config.js'

const env = { KAFKA_BROKERS: 'k:1', MONGODB_URI: 'mongodb://m', REDIS_URL: 'redis://r' }
const connectors = (text: string) => () => readConfig(ResponderConfig, { ...env, GENBA_CONNECTORS: text })

describe('the configuration', () => {
  it('has defaults, and no way out unless it names one', () => {
    expect(readConfig(ResponderConfig, env)).toMatchObject({
      RESPONDER_PORT: 4603,
      QUIET_MS: 10_000,
      GENBA_CONNECTORS: {},
    })
  })
  it('reads connectors and hides their tokens', () => {
    const config = connectors('{"plant-firewall":{"type":"http-api","url":"http://127.0.0.1:4604","token":"s3cret"}}')()
    expect(config.GENBA_CONNECTORS['plant-firewall']).toMatchObject({ url: 'http://127.0.0.1:4604', timeoutMs: 10_000 })
    expect(JSON.stringify(config)).not.toContain('s3cret')
  })
  it.each([
    '{',
    '[]',
    '{"x":{"type":"smtp"}}',
    '{"x":{"type":"http-api","url":"file:///etc"}}',
    '{"X Y":{"type":"http-api","url":"http://a"}}',
  ])('refuses %s', (text) => {
    expect(connectors(text)).toThrow('GENBA_CONNECTORS')
  })
})
