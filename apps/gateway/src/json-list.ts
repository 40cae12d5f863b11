import { z } from 'zod'

/** An environment variable that holds a JSON array; absent or empty: none. */
export function jsonList<S extends z.ZodType>(entry: S) {
  return z
    .string()
    .transform((text, faults): unknown => {
      try {
        return JSON.parse(text || '[]')
      } catch {
        faults.addIssue({ code: 'custom', message: 'not JSON' })
        return z.NEVER
      }
    })
    .pipe(z.array(entry))
    .default([])
}
