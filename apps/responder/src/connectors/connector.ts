import type { Localised, OutsideRequest } from '@genba/contracts'

/** Something to tell people or systems; `at` is when it happened, so that each try of it is the same text. */
export type Notice = {
  type: 'notice'
  plant: string
  incident: string
  title: Localised
  text: Localised
  severity0to100: number
  at: number
  /** The ticket that this incident has there already. */
  ticket?: string | undefined
  drill?: string | undefined
}
export type Outgoing = OutsideRequest | Notice
export type Sent = { answer: string; ticket?: string }

/** A system outside. Sending the same key again is the same wish: a retry after an answer that did not arrive. Throws Refused. */
export interface Connector {
  readonly takes: readonly Outgoing['type'][]
  send(out: Outgoing, key: string): Promise<Sent>
}
