import { describe, expect, it } from '@jest/globals'
import { Connectors } from './connectors.js'
import { HttpConnector } from './http.connector.js'
import { SimulatedConnector } from './simulated.connector.js'

const connectors = new Connectors({
  GENBA_CONNECTORS: { 'plant-firewall': { type: 'http-api', url: 'http://127.0.0.1:9', timeoutMs: 500 } },
})
const request = { method: 'POST', path: '/', body: '{}' } as const

describe('connectors', () => {
  it('are real by the name in the configuration', () => {
    expect(connectors.connect('plant-firewall', { drill: false })).toBeInstanceOf(HttpConnector)
  })
  it('are simulated for a drill, whatever is configured', async () => {
    for (const name of ['plant-firewall', 'unknown']) {
      const connector = connectors.connect(name, { drill: true })
      expect(connector).toBeInstanceOf(SimulatedConnector)
      expect(await connector.send(request, 'k')).toEqual({ answer: 'simulated' })
    }
  })
  it('do not exist for a name that nobody configured', () => {
    expect(() => connectors.connect('unknown', { drill: false })).toThrow('NO_CONNECTOR')
  })
  it('say that a system which does not answer may be tried again', async () => {
    await expect(connectors.connect('plant-firewall', { drill: false }).send(request, 'k')).rejects.toMatchObject({
      code: 'CONNECTOR_AWAY',
    })
  })
})
