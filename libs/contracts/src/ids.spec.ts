import { expect, test } from '@jest/globals'
import { attemptId, incidentId, runId, signalId, zoneId } from './ids.js'

test('each derived id has one form', () => {
  const zone = zoneId('model-factory', 'line-1')
  expect(zone).toBe('model-factory/line-1')
  expect(signalId(zone, 'recon-then-write', '10.10.61.11', 1000)).toBe(
    'model-factory/line-1/recon-then-write/10.10.61.11/1000',
  )
  expect(signalId(zone, 'repeated-critical-alert', '', 1000)).toBe(
    'model-factory/line-1/repeated-critical-alert/-/1000',
  )
  const signal = { plant: 'model-factory', zone: 'line-1', rule: { id: 'recon-then-write' }, firstAt: 1000 }
  expect(incidentId(signal)).toBe('model-factory~line-1~recon-then-write~1000')
  expect(incidentId({ ...signal, drill: 'spring-2026' })).toBe('model-factory~line-1~recon-then-write~1000~spring-2026')
  expect(runId('model-factory~line-1~recon-then-write~1000', 2)).toBe('model-factory~line-1~recon-then-write~1000~2')
  expect(attemptId('run', 'action--1', 1)).toBe('run:action--1:1')
})
