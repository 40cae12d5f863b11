import { describe, expect, it } from '@jest/globals'
import { readResponderConfig } from './config.js'

const env = { KAFKA_BROKERS: 'k:1', MONGODB_URI: 'mongodb://m', REDIS_URL: 'redis://r' }
const connectors = (text: string) => () => readResponderConfig({ ...env, GENBA_CONNECTORS: text })

describe('the configuration', () => {
  it('has defaults, and no way out unless it names one', () => {
    expect(readResponderConfig(env)).toMatchObject({
      RESPONDER_PORT: 4603,
      QUIET_MS: 10_000,
      connectors: {},
    })
  })
  it('reads connectors with references to their secrets, never the secrets', () => {
    const config = connectors(
      '{"plant-firewall@osaka":{"type":"http-api","url":"http://127.0.0.1:4604","token":{"env":"FIREWALL_TOKEN"}}}',
    )()
    expect(config.connectors['plant-firewall@osaka']).toMatchObject({ url: 'http://127.0.0.1:4604', timeoutMs: 10_000 })
  })
  it.each([
    '{',
    '[]',
    '{"x":{"type":"smtp"}}',
    '{"x":{"type":"http-api","url":"http://a","token":"s3cret"}}',
    '{"x":{"type":"mqtt","url":"mqtt://a","topic":"genba/#"}}',
    '{"x":{"type":"http-api","url":"file:///etc"}}',
    '{"X Y":{"type":"http-api","url":"http://a"}}',
  ])('refuses %s', (text) => {
    expect(connectors(text)).toThrow('GENBA_CONNECTORS')
  })
})
