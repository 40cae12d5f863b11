import { describe, expect, it } from '@jest/globals'
import { mayStart, newestOf } from './may-start.js'

const NOW = Date.parse('2026-11-24T12:00:00.000Z')
const version = (day: number, more: object = {}) => ({ modified: `2026-11-${day}T00:00:00.000Z`, ...more })

describe('the version that a run starts with', () => {
  it.each([
    [{}, undefined],
    [{ revoked: true }, 'revoked'],
    [{ valid_from: '2026-11-24T12:00:00.000Z' }, undefined],
    [{ valid_from: '2026-11-24T12:00:00.001Z' }, 'valid from 2026-11-24T12:00:00.001Z'],
    [{ valid_until: '2026-11-24T12:00:00.000Z' }, 'valid until 2026-11-24T12:00:00.000Z'],
    [{ valid_until: '2026-11-24T12:00:00.001Z' }, undefined],
  ])('%j: %s', (more, reason) => {
    expect(mayStart(version(20, more), NOW)).toBe(reason)
  })
  it('is the newest that is valid now', () => {
    const [old, present, coming] = [version(20), version(22), version(23, { valid_from: '2026-12-01T00:00:00.000Z' })]
    expect(newestOf([present, coming, old], NOW)).toBe(present)
    expect(newestOf([coming], NOW)).toBeUndefined()
  })
  it('is none when the newest is revoked', () => {
    expect(newestOf([version(20), version(22, { revoked: true })], NOW)).toBeUndefined()
  })
})
