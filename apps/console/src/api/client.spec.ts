import { describe, expect, it } from '@jest/globals'
import { ApiError, Unreachable, refusal, urlOf } from './client.js'

describe('the address of a call', () => {
  it('fills parameters and escapes them', () => {
    expect(urlOf('/v1/incidents/:incident/approvals/:approval', { incident: 'p~z~r~1', approval: 'a/b' })).toBe(
      '/v1/incidents/p~z~r~1/approvals/a%2Fb',
    )
  })
  it('appends what the query holds and leaves out what is undefined', () => {
    expect(urlOf('/v1/incidents', {}, { state: 'open', plant: undefined, limit: 200 })).toBe(
      '/v1/incidents?state=open&limit=200',
    )
  })
  it('names a missing parameter', () => {
    expect(() => urlOf('/v1/incidents/:incident', {})).toThrow('needs incident')
  })
})

describe('an answer that is not a success', () => {
  it('is the problem that the gateway wrote', () => {
    const error = refusal(409, { code: 'ALREADY_DECIDED', message: 'Already decided', again: false })
    expect(error).toBeInstanceOf(ApiError)
    expect((error as ApiError).problem.code).toBe('ALREADY_DECIDED')
  })
  it('gets the code of its status when the body is no problem', () => {
    expect((refusal(404, '<html>') as ApiError).problem.code).toBe('NOT_FOUND')
    expect((refusal(500, undefined) as ApiError).problem.code).toBe('BROKEN')
  })
  it('is unreachable when only a proxy answered', () => {
    expect(refusal(502, undefined)).toBeInstanceOf(Unreachable)
  })
})
