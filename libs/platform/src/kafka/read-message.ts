import type { Topic, TopicValue } from '@genba/contracts'

/**
 * A message's value, or undefined when it is no JSON or of another version. Topics are written by Genba's own apps, which checked the
 * content where it came in: here the version is looked at and the rest trusted.
 */
export function readMessage<T extends Topic>(value: Buffer | null): TopicValue<T> | undefined {
  try {
    const read = JSON.parse(value?.toString('utf8') ?? 'null') as TopicValue<T> | null
    return read?.v === 1 ? read : undefined
  } catch {
    return undefined
  }
}
