import type { z } from 'zod'
import type { Rejected } from './decoded.js'

/** The first thing that is wrong, with the name of its field. */
export function rejectIssue(error: z.ZodError, under = ''): Rejected {
  const issue = error.issues[0]!
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path
  const field = [under, ...path.map(String)].filter(Boolean).join('.')
  const reason = issue.code === 'unrecognized_keys' ? 'unknown field' : issue.message
  return { is: 'rejected', reason, ...(field ? { field } : {}) }
}
