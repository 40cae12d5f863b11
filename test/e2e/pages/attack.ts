import { expect } from '@jest/globals'
import type { Stack } from '../../stack.js'

/** Somebody asks a device what it is and writes to it: with the present rules an incident, or more of one that the sender is part of. */
export async function attack(stack: Stack, srcIp: string, dstIp: string): Promise<void> {
  const names = ['ET SCAN port scan', 'Modbus Write Request']
  const at = Date.now()
  const alerts = names.map((name, n) => ({
    name,
    severity: 'critical',
    srcIp,
    dstIp,
    at: new Date(at + n).toISOString(),
  }))
  const answer = await fetch(`${stack.ingest}/v1/alerts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(alerts),
  })
  expect(await answer.json()).toMatchObject({ accepted: 2 })
}
