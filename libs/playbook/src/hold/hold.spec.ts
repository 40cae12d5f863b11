import { describe, expect, it } from '@jest/globals'
import type { Decider, Hold } from '@genba/contracts'
import { holdDueAt, openHold, requestOf, settleWork, takeUp, wish } from './hold.js'

const text = { ja: '文', en: 'text' }
const block = { type: 'http-api', method: 'POST', path: '/block', body: '{}' } as const
const unblock = { ...block, path: '/unblock' }
const opened = (more: Partial<Parameters<typeof openHold>[0]> = {}): Hold =>
  openHold({
    ...{ id: 'k', run: 'r', step: 's', title: text, connector: 'fw', request: block },
    undo: { by: 'genba', text, request: unblock },
    roles: ['shift-leader'],
    holdMs: 1_000,
    now: 0,
    ...more,
  })
const at = (now: number) => ({ now, leaseMs: 100, by: 'responder' })
const rules = (now: number) => ({ now, triesMax: 3, retryMs: 10, by: 'responder' })
const analyst: Decider = { user: 'sato', roles: ['soc-analyst'] }
const leader: Decider = { user: 'tanaka', roles: ['shift-leader'] }
const away = { is: 'failed', error: 'CONNECTOR_AWAY', mayTryAgain: true } as const
const done = { is: 'done', answer: '200' } as const

describe('a hold', () => {
  it('is undone by Genba when its time is over, once', () => {
    expect(takeUp(opened(), at(999))).toBeUndefined()
    const taken = takeUp(opened(), at(1_000))!
    expect(taken.work).toMatchObject({ what: 'undo', key: 'k:undo:1', tries: 1, leaseUntil: 1_100 })
    expect(requestOf(taken)).toBe(unblock)
    expect(takeUp(taken, at(1_099))).toBeUndefined()
    const undone = settleWork(taken, 'k:undo:1', done, rules(1_010))!
    expect(undone).toMatchObject({ state: { at: 'undone', how: 'expired', answer: '200' } })
    expect([undone.work, holdDueAt(undone), takeUp(undone, at(9_999))]).toEqual([undefined, undefined, undefined])
    expect(settleWork(undone, 'k:undo:1', done, rules(1_020))).toBeUndefined()
  })
  it('that nobody settled is taken up again with the same key: to the receiver it is one wish', () => {
    const again = takeUp(takeUp(opened(), at(1_000))!, at(1_100))!
    expect(again.work).toMatchObject({ key: 'k:undo:1', tries: 2 })
  })
  it('is tried again after waits that double, and is stuck when nothing helps', () => {
    const first = settleWork(takeUp(opened(), at(1_000))!, 'k:undo:1', away, rules(1_000))!
    expect(first.work).toMatchObject({ key: 'k:undo:1', leaseUntil: 1_010 })
    const second = settleWork(takeUp(first, at(1_010))!, 'k:undo:1', away, rules(1_010))!
    expect(second.work?.leaseUntil).toBe(1_030)
    const third = settleWork(takeUp(second, at(1_030))!, 'k:undo:1', away, rules(1_030))!
    expect(third).toMatchObject({ state: { at: 'stuck', error: 'CONNECTOR_AWAY' } })
    expect(holdDueAt(third)).toBeUndefined()
    expect(wish(third, leader, { kind: 'undo', isByHand: false, reason: 'again' }, 2_000).work?.key).toBe('k:undo:2')
  })
  it('is asked of a person when the playbook says so, and when nobody knows how to undo it', () => {
    for (const hold of [
      opened({ undo: { by: 'person', text, request: unblock } }),
      opened({ undo: { by: 'genba', text } }),
    ])
      expect(takeUp(hold, at(1_000))).toMatchObject({ state: { at: 'asked', since: 1_000 } })
  })
  it('without a time stands until somebody ends it', () => {
    const { holdMs: _, ...forever } = { holdMs: undefined }
    expect(holdDueAt(opened({ ...forever, holdMs: undefined }))).toBeUndefined()
  })
  it('is renewed by an entitled person, with a reason, from the moment at which it is done', () => {
    const wished = wish(opened(), leader, { kind: 'renew', holdMs: 5_000, reason: 'still there' }, 500)
    expect(requestOf(wished)).toBe(block)
    const renewed = settleWork(takeUp(wished, at(500))!, 'k:renew:1', done, rules(600))!
    expect(renewed).toMatchObject({
      until: 5_600,
      renewals: [{ by: 'tanaka', reason: 'still there', at: 600, until: 5_600 }],
    })
    expect(takeUp(renewed, at(1_000))).toBeUndefined()
  })
  it('keeps its time when a renewal can not be sent', () => {
    const wished = takeUp(wish(opened(), leader, { kind: 'renew', holdMs: 5_000, reason: 'x' }, 500), at(500))!
    const failed = settleWork(wished, 'k:renew:1', { ...away, mayTryAgain: false }, rules(500))!
    expect(failed).toMatchObject({ until: 1_000, state: { at: 'standing' }, renewals: [] })
    expect(takeUp(failed, at(1_000))?.work?.what).toBe('undo')
  })
  it('is ended early by a person, through Genba or by their own hand', () => {
    const early = takeUp(wish(opened(), leader, { kind: 'undo', isByHand: false, reason: 'over' }, 10), at(10))!
    expect(settleWork(early, 'k:undo:1', done, rules(20))).toMatchObject({ state: { how: 'early', by: 'tanaka' } })
    expect(wish(opened(), leader, { kind: 'undo', isByHand: true, reason: 'cable' }, 10)).toMatchObject({
      state: { at: 'undone', how: 'by-hand', by: 'tanaka' },
    })
  })
  it.each([
    ['NOT_AN_APPROVER', opened(), analyst],
    ['CHANGED_MEANWHILE', takeUp(opened(), at(1_000))!, leader],
    ['NOT_OPEN', wish(opened(), leader, { kind: 'undo', isByHand: true, reason: 'x' }, 1), leader],
    ['NO_CONNECTOR', opened({ undo: { by: 'person', text } }), leader],
  ])('refuses with %s', (code, hold, who) => {
    expect(() => wish(hold, who, { kind: 'undo', isByHand: false, reason: 'x' }, 5)).toThrow(code)
  })
})
