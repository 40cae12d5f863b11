import type { AlarmState, CoverKind } from '@genba/contracts'

export type AlarmAt = AlarmState['at']

/** In ISA-18.2's order, A to I; the alarm table stores the position in this list, so new states go to its end. */
export const ALARM_STATES = [
  'normal',
  'unacknowledged',
  'acknowledged',
  'returnedUnacknowledged',
  'latchedUnacknowledged',
  'latchedAcknowledged',
  'shelved',
  'suppressedByDesign',
  'outOfService',
] as const satisfies readonly AlarmAt[]

export const ALARM_EVENTS = [
  'alarm',
  'return',
  'returnLatched',
  'acknowledge',
  'reset',
  'shelve',
  'suppress',
  'removeFromService',
  'releaseActive',
  'releaseInactive',
] as const
export type AlarmEvent = (typeof ALARM_EVENTS)[number]

const HIDE = { shelve: 'shelved', suppress: 'suppressedByDesign', removeFromService: 'outOfService' } as const
/** Behind a cover the condition comes and goes unseen; the end of the cover presents anew what still stands (ISA-18.2 11.7). */
const COVERED = {
  acknowledge: 'refused',
  reset: 'refused',
  ...HIDE,
  releaseActive: 'unacknowledged',
  releaseInactive: 'normal',
} as const
const UNCOVERED = { ...HIDE, releaseActive: 'refused', releaseInactive: 'refused' } as const

/** The ISA-18.2 / IEC 62682 state diagram (clause 5.3) as a table; `refused` says that the event makes no sense there and changes nothing. */
export const TRANSITIONS: Record<AlarmAt, Record<AlarmEvent, AlarmAt | 'refused'>> = {
  normal: {
    alarm: 'unacknowledged',
    return: 'normal',
    returnLatched: 'normal',
    acknowledge: 'refused',
    reset: 'refused',
    ...UNCOVERED,
  },
  unacknowledged: {
    alarm: 'unacknowledged',
    return: 'returnedUnacknowledged',
    returnLatched: 'latchedUnacknowledged',
    acknowledge: 'acknowledged',
    reset: 'refused',
    ...UNCOVERED,
  },
  acknowledged: {
    alarm: 'acknowledged',
    return: 'normal',
    returnLatched: 'latchedAcknowledged',
    acknowledge: 'refused',
    reset: 'refused',
    ...UNCOVERED,
  },
  returnedUnacknowledged: {
    alarm: 'unacknowledged',
    return: 'returnedUnacknowledged',
    returnLatched: 'returnedUnacknowledged',
    acknowledge: 'normal',
    reset: 'refused',
    ...UNCOVERED,
  },
  latchedUnacknowledged: {
    alarm: 'unacknowledged',
    return: 'latchedUnacknowledged',
    returnLatched: 'latchedUnacknowledged',
    acknowledge: 'latchedAcknowledged',
    reset: 'returnedUnacknowledged',
    ...UNCOVERED,
  },
  latchedAcknowledged: {
    alarm: 'unacknowledged',
    return: 'latchedAcknowledged',
    returnLatched: 'latchedAcknowledged',
    acknowledge: 'refused',
    reset: 'normal',
    ...UNCOVERED,
  },
  shelved: { alarm: 'shelved', return: 'shelved', returnLatched: 'shelved', ...COVERED },
  suppressedByDesign: {
    alarm: 'suppressedByDesign',
    return: 'suppressedByDesign',
    returnLatched: 'suppressedByDesign',
    ...COVERED,
  },
  outOfService: { alarm: 'outOfService', return: 'outOfService', returnLatched: 'outOfService', ...COVERED },
}

/** The event by which a cover takes an alarm away. */
export const COVER_EVENT: Record<CoverKind, AlarmEvent> = {
  shelf: 'shelve',
  outOfService: 'removeFromService',
  design: 'suppress',
  maintenance: 'suppress',
}

/** States G, H and I: the operator does not see the alarm. */
export const isHidden = (at: AlarmAt): boolean => TRANSITIONS[at].releaseActive !== 'refused'
