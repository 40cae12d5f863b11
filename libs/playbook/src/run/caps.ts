/** Turns of one while-condition before it counts as failed. */
export const TURNS_MAX = 100
/** Calls of playbooks in each other, a playbook that calls itself included. */
export const CALLS_MAX = 5
/** Steps that one run enters at most, over all its turns, branches and calls: the bound that ends every run. */
export const VISITS_MAX = 1_000
/** Steps that one run keeps at most: it lives in the response's one document. */
export const RUN_STEPS_MAX = 400

/** Errors of steps and runs that a bound or a clock ended. */
export const RUN_ERRORS = {
  turns: 'TURNS_EXHAUSTED',
  calls: 'CALLS_EXHAUSTED',
  visits: 'VISITS_EXHAUSTED',
  timeout: 'TIMEOUT',
  branch: 'BRANCH_FAILED',
  type: 'WRONG_TYPE',
  withdrawn: 'withdrawn',
} as const
