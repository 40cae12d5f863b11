/** How one attempt at a step ended. `again`: look once more, not before that moment; `parked`: only a person can go on. */
export type Outcome =
  | { is: 'done'; output: Record<string, string> }
  | { is: 'failed'; error: string }
  | { is: 'waiting'; approval: string }
  | { is: 'again'; notBefore: number; output: Record<string, string> }
  | { is: 'parked'; error: string }

/** Variable under which a run keeps how it ended: `finished`, `again` or `withdrawn`. */
export const OUTCOME = 'outcome'
/** Longer values are cut: variables live in the response's one document. */
export const VARIABLE_MAX_CHARS = 2_000

export const cutValues = (output: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(output).map(([name, value]) => [name, value.slice(0, VARIABLE_MAX_CHARS)]))
