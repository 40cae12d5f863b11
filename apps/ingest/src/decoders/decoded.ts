import type { Alert, Endpoint, Measurement } from '@genba/contracts'

/** What a record says before it is placed in the plant and given its id and time. */
export type AlertDraft = Pick<Alert, 'kind' | 'rule' | 'name' | 'severity' | 'fields'> & {
  sensor?: string | undefined
  protocol?: string | undefined
  drill?: string | undefined
  /** The id that the source gave it. */
  givenId?: string | undefined
  /** The time that the source gave it; absent when it gave none that can be read. */
  saidAt?: number | undefined
  src?: Endpoint | undefined
  dst?: Endpoint | undefined
  /** Addresses of the device that reported it; they place it when neither side of the traffic does. */
  reporters?: readonly (string | undefined)[]
  /** Named by the sender, to be checked against the plant. */
  zone?: string | undefined
  asset?: string | undefined
}

export type MeasurementDraft = Pick<Measurement, 'tag' | 'kind' | 'value' | 'quality'> &
  Partial<Pick<Measurement, 'unit' | 'drill'>> &
  Pick<AlertDraft, 'givenId' | 'saidAt' | 'zone' | 'asset'>

export type Rejected = { is: 'rejected'; reason: string; field?: string | undefined }

/** `ignored` is a record that can be read and is no alert, such as an EVE flow. */
export type Decoded =
  | { is: 'alert'; draft: AlertDraft }
  | { is: 'measurement'; draft: MeasurementDraft }
  | { is: 'ignored'; type: string }
  | Rejected

/** When the record was received, and how far the plant's wall clocks are ahead of UTC then. */
export type Receipt = { at: number; offsetMs: number }

export const NAME_MAX_CHARS = 500
