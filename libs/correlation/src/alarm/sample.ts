/** Where an alert stands in alert.v1, packed into one exact number: 8 bytes per sample instead of a string. */
const OFFSETS = 2 ** 40
const PARTITIONS_MAX = 8_192

/** Throws on a partition or offset that alert.v1 cannot have (8,192 partitions, 10¹² alerts each). */
export function packSample(partition: number, offset: number): number {
  if (!(partition >= 0 && partition < PARTITIONS_MAX && offset >= 0 && offset < OFFSETS))
    throw new Error(`no position in alert.v1: partition ${partition}, offset ${offset}`)
  return partition * OFFSETS + offset
}

/** `partition:offset`, as documents name it. */
export const sampleText = (packed: number): string => `${Math.floor(packed / OFFSETS)}:${packed % OFFSETS}`
