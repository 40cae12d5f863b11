import type { Decision } from '@genba/contracts'

/** The timeline entry of a decision: where it stands, the decision was taken. */
export const entryId = (decision: Decision): string => `decision:${decision.id}`
