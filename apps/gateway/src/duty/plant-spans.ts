import { STATE_SPANS_MAX, type Plant } from '@genba/contracts'

type Span = NonNullable<Plant['stateSpans']>[number]

/**
 * What the plant did since when, with what it does from now on. That begins some seconds ahead, so that every partition of stage one knows it
 * before the first alert that is judged by it; two changes within those seconds leave the later one.
 */
export function spansWith(
  { state, stateSpans = [{ from: 0, state }] }: Pick<Plant, 'state' | 'stateSpans'>,
  next: Span,
): Span[] {
  return [...stateSpans.filter(({ from }) => from < next.from), next].slice(-STATE_SPANS_MAX)
}
