import { ApprovalView, BreakGlassInput, DecideInput, ReviewInput, ReviewList } from './approvals.js'
import {
  IncidentList,
  IncidentPage,
  IncidentQuery,
  PlantList,
  ReasonInput,
  ShadowInput,
  ShadowList,
  Taken,
} from './console.js'
import { ConnectorList, ConnectorTestInput, PlantStateInput, RosterInput, RosterPage } from './duty.js'
import { HoldList, HoldQuery, RenewInput, UndoHoldInput } from './holds.js'
import { Plant } from '../documents/plant.js'
import { Explanation, WhyQuery } from './explain.js'
import { AlertPage, AlertQuery, DeadLetterPage, DeadLetterQuery } from './alerts.js'
import { RuleFileQuery, RuleFileText, RuleList } from './rules.js'
import { WhatIfInput, WhatIfQuery, WhatIfTrial } from './what-if.js'
import { Fleet } from './fleet.js'
import { ACCOUNT_ROUTES } from './account-routes.js'
import { ADMIN_ROUTES } from './admin-routes.js'
import { ALARM_ROUTES } from './alarms.js'
import { COMMENT_ROUTES } from './comments.js'
import { MEASUREMENT_ROUTES } from './measurements.js'
import { GROUPING_ROUTES } from './grouping-routes.js'
import { PROMISE_ROUTES } from './promises.js'
import { HandoverNote, HandoverPage } from './handover.js'

import { PHASE_TIMES_ROUTES } from './phase-times.js'
import { PLAYBOOK_ROUTES } from './playbooks.js'
import { REFERENCE_ROUTES } from './reference-routes.js'
import type { Route } from './route.js'

/** Every REST route of the gateway. The controllers, the console's client and the access matrix test all read this one table. */
export const ROUTES = {
  ...GROUPING_ROUTES,
  ...COMMENT_ROUTES,
  ...PROMISE_ROUTES,
  ...MEASUREMENT_ROUTES,
  ...ALARM_ROUTES,
  ...ACCOUNT_ROUTES,
  ...ADMIN_ROUTES,
  ...REFERENCE_ROUTES,
  ...PLAYBOOK_ROUTES,
  ...PHASE_TIMES_ROUTES,
  listPlants: { method: 'GET', path: '/v1/plants', access: 'plant.read', answer: PlantList },
  getPlant: { method: 'GET', path: '/v1/plants/:plant', access: 'plant.read', answer: Plant },
  listFleet: { method: 'GET', path: '/v1/fleet', access: 'plant.read', answer: Fleet },
  getHandover: {
    method: 'GET',
    path: '/v1/plants/:plant/handover',
    access: 'incident.read',
    answer: HandoverPage,
  },
  takeHandover: {
    method: 'POST',
    path: '/v1/plants/:plant/handovers/:handover/take',
    access: 'handover.sign',
    body: HandoverNote,
    answer: Taken,
  },
  offerHandover: {
    method: 'POST',
    path: '/v1/plants/:plant/handover',
    access: 'handover.sign',
    body: HandoverNote,
    answer: Taken,
  },
  listIncidents: {
    method: 'GET',
    path: '/v1/incidents',
    access: 'incident.read',
    query: IncidentQuery,
    answer: IncidentList,
  },
  getIncident: { method: 'GET', path: '/v1/incidents/:incident', access: 'incident.read', answer: IncidentPage },
  closeIncident: {
    method: 'POST',
    path: '/v1/incidents/:incident/close',
    access: 'incident.close',
    body: ReasonInput,
    answer: Taken,
  },
  decide: {
    method: 'POST',
    path: '/v1/incidents/:incident/approvals/:approval',
    access: 'approval.decide',
    body: DecideInput,
    answer: Taken,
  },
  getApproval: {
    method: 'GET',
    path: '/v1/incidents/:incident/approvals/:approval',
    access: 'response.read',
    answer: ApprovalView,
  },
  breakGlass: {
    method: 'POST',
    path: '/v1/incidents/:incident/approvals/:approval/break-glass',
    access: 'approval.break-glass',
    body: BreakGlassInput,
    answer: Taken,
  },
  reviewBreakGlass: {
    method: 'POST',
    path: '/v1/incidents/:incident/approvals/:approval/review',
    access: 'approval.review',
    body: ReviewInput,
    answer: Taken,
  },
  listReviews: { method: 'GET', path: '/v1/reviews', access: 'response.read', answer: ReviewList },
  listHolds: { method: 'GET', path: '/v1/holds', access: 'response.read', query: HoldQuery, answer: HoldList },
  renewHold: {
    method: 'POST',
    path: '/v1/incidents/:incident/holds/:hold/renew',
    access: 'hold.change',
    body: RenewInput,
    answer: Taken,
  },
  undoHold: {
    method: 'POST',
    path: '/v1/incidents/:incident/holds/:hold/undo',
    access: 'hold.change',
    body: UndoHoldInput,
    answer: Taken,
  },
  setPlantState: {
    method: 'POST',
    path: '/v1/plants/:plant/state',
    access: 'plant.state',
    body: PlantStateInput,
    answer: Taken,
  },
  getRoster: { method: 'GET', path: '/v1/plants/:plant/roster', access: 'plant.read', answer: RosterPage },
  putRoster: {
    method: 'POST',
    path: '/v1/plants/:plant/roster',
    access: 'roster.write',
    body: RosterInput,
    answer: RosterPage,
  },
  listConnectors: { method: 'GET', path: '/v1/connectors', access: 'connector.read', answer: ConnectorList },
  testConnector: {
    method: 'POST',
    path: '/v1/connectors/:connector/test',
    access: 'connector.test',
    body: ConnectorTestInput,
    answer: Taken,
  },
  retryStep: {
    method: 'POST',
    path: '/v1/incidents/:incident/runs/:run/steps/:step/retry',
    access: 'step.retry',
    body: ReasonInput,
    answer: Taken,
  },
  skipStep: {
    method: 'POST',
    path: '/v1/incidents/:incident/runs/:run/steps/:step/skip',
    access: 'step.retry',
    body: ReasonInput,
    answer: Taken,
  },
  rerunStep: {
    method: 'POST',
    path: '/v1/incidents/:incident/runs/:run/steps/:step/rerun',
    access: 'step.retry',
    body: ReasonInput,
    answer: Taken,
  },
  tryPlaybook: {
    method: 'POST',
    path: '/v1/incidents/:incident/shadows',
    access: 'playbook.try',
    body: ShadowInput,
    answer: Taken,
  },
  listShadows: {
    method: 'GET',
    path: '/v1/incidents/:incident/shadows',
    access: 'response.read',
    answer: ShadowList,
  },
  explainAlert: {
    method: 'GET',
    path: '/v1/incidents/:incident/alerts/:alert/why',
    access: 'incident.read',
    answer: Explanation,
  },
  explainZoneAlert: {
    method: 'GET',
    path: '/v1/plants/:plant/zones/:zone/alerts/:alert/why',
    access: 'incident.read',
    query: WhyQuery,
    answer: Explanation,
  },
  listAlerts: { method: 'GET', path: '/v1/alerts', access: 'incident.read', query: AlertQuery, answer: AlertPage },
  listDeadLetters: {
    method: 'GET',
    path: '/v1/dead-letters',
    access: 'incident.read',
    query: DeadLetterQuery,
    answer: DeadLetterPage,
  },
  listRules: { method: 'GET', path: '/v1/rules', access: 'rule.read', answer: RuleList },
  getRuleFile: {
    method: 'GET',
    path: '/v1/rules/file',
    access: 'rule.read',
    query: RuleFileQuery,
    answer: RuleFileText,
  },
  startWhatIf: {
    method: 'POST',
    path: '/v1/rules/what-if',
    access: 'rule.try',
    body: WhatIfInput,
    answer: WhatIfTrial,
  },
  getWhatIf: { method: 'GET', path: '/v1/rules/what-if', access: 'rule.try', query: WhatIfQuery, answer: WhatIfTrial },
  stopWhatIf: {
    method: 'DELETE',
    path: '/v1/rules/what-if',
    access: 'rule.try',
    query: WhatIfQuery,
    answer: WhatIfTrial,
  },
} as const satisfies Record<string, Route>

export type RouteName = keyof typeof ROUTES
