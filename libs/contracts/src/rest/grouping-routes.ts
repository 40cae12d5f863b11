import { Taken } from './console.js'
import { DetachInput, MergeInput, RelatedIncidents, SplitInput, UndoInput } from './regroup.js'
import type { Route } from './route.js'

/** What people do with the grouping of signals into incidents. */
export const GROUPING_ROUTES = {
  listRelated: {
    method: 'GET',
    path: '/v1/incidents/:incident/related',
    access: 'incident.read',
    answer: RelatedIncidents,
  },
  mergeIncident: {
    method: 'POST',
    path: '/v1/incidents/:incident/merge',
    access: 'incident.regroup',
    body: MergeInput,
    answer: Taken,
  },
  splitIncident: {
    method: 'POST',
    path: '/v1/incidents/:incident/split',
    access: 'incident.regroup',
    body: SplitInput,
    answer: Taken,
  },
  detachSignal: {
    method: 'POST',
    path: '/v1/incidents/:incident/detach',
    access: 'incident.regroup',
    body: DetachInput,
    answer: Taken,
  },
  undoOperation: {
    method: 'POST',
    path: '/v1/incidents/:incident/undo',
    access: 'incident.regroup',
    body: UndoInput,
    answer: Taken,
  },
} as const satisfies Record<string, Route>
