/**
 * Plants whose signals must be kept longer than the retention says, each with the time from which on: what is read beside an open incident goes
 * back `besideMs` before its begin.
 */
export const keptFrom = (
  firstOpened: ReadonlyMap<string, number>,
  before: number,
  besideMs: number,
): Map<string, number> =>
  new Map(
    [...firstOpened].map(([plant, at]): [string, number] => [plant, at - besideMs]).filter(([, at]) => at < before),
  )
