import { expect, test } from '@jest/globals'
import { Metrics } from './metrics.js'

test('what threads have counted is added up under its labels, what only one of them counts stays', async () => {
  const process = new Metrics()
  const threads = [new Metrics(), new Metrics()]
  process.counter('rules_total', 'Rules').inc(4)
  threads.forEach((thread, n) => {
    thread.counter('alerts_total', 'Alerts', ['as']).inc({ as: 'read' }, 10 + n)
    thread.gauge('lag', 'Lag', ['partition']).set({ partition: String(n) }, 7 + n)
    process.include(() => thread.counted())
  })
  const lines = (await process.expose()).split('\n')
  expect(lines.filter((line) => line.startsWith('genba_'))).toEqual([
    'genba_rules_total 4',
    'genba_alerts_total{as="read"} 21',
    'genba_lag{partition="0"} 7',
    'genba_lag{partition="1"} 8',
  ])
  expect(lines.filter((line) => line.startsWith('process_cpu_seconds_total '))).toHaveLength(1)
})
