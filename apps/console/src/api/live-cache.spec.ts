import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { IncidentList, IncidentRow } from '@genba/contracts'
import { QueryClient } from '@tanstack/react-query'
import { incidentRow } from '../testing/samples.js'
import { liveCache } from './live-cache.js'
import { KEYS } from './query-client.js'

const row = (version: number, state: IncidentRow['state'] = 'open') => incidentRow('a', version, { state })

const OPEN = KEYS.incidentList('open', '')
const SOON_MS = 250

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

describe('rows that come live', () => {
  it('are put into every list that they belong to, once for all that came meanwhile', async () => {
    const client = new QueryClient()
    const here = KEYS.incidentList('open', 'p')
    const elsewhere = KEYS.incidentList('open', 'q')
    for (const key of [OPEN, here, elsewhere]) client.setQueryData<IncidentList>(key, { incidents: [] })
    const { events } = liveCache(client)
    events([{ event: 'incident.row', row: row(2) }])
    events([{ event: 'incident.row', row: row(1) }])
    expect(client.getQueryData(OPEN)).toEqual({ incidents: [] })
    await jest.advanceTimersByTimeAsync(SOON_MS)
    expect(client.getQueryData(OPEN)).toEqual({ incidents: [row(2)] })
    expect(client.getQueryData(here)).toEqual({ incidents: [row(2)] })
    expect(client.getQueryData(elsewhere)).toEqual({ incidents: [] })
  })

  it('are put again over an answer that was read before them, without another question', async () => {
    const client = new QueryClient()
    client.setQueryData<IncidentList>(OPEN, { incidents: [row(1)] })
    let asked = 0
    let answer: (list: IncidentList) => void = () => undefined
    const queryFn = () => {
      asked += 1
      return new Promise<IncidentList>((resolve) => (answer = resolve))
    }
    const reading = client.fetchQuery({ queryKey: OPEN, queryFn })
    liveCache(client).events([{ event: 'incident.row', row: row(2, 'closed') }])
    await jest.advanceTimersByTimeAsync(SOON_MS)
    expect(client.getQueryData(OPEN)).toEqual({ incidents: [] })
    answer({ incidents: [row(1)] })
    await reading
    expect(client.getQueryData(OPEN)).toEqual({ incidents: [row(1)] })
    await jest.advanceTimersByTimeAsync(SOON_MS)
    expect(client.getQueryData(OPEN)).toEqual({ incidents: [] })
    expect(asked).toBe(1)
    client.clear()
  })
})
