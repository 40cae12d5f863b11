export { GENBA_EXTENSION, Playbook, choiceVariableOf, extensionOf, playbookVersion, titleOf } from './cacao/playbook.js'
export { WAIT_MAX_MS, type Command, type Step } from './cacao/schema/steps.js'
export { CALLED_MAX, beside, link, pinsOf, refsOf, stepOf, playbookAt, type Linked } from './cacao/link.js'
export { AUTOMATIONS, StepExtension, type Automation, type ProductionEffect } from './cacao/extension.js'
export {
  inspectPlaybook,
  readPlaybook,
  PLAYBOOK_MAX_CHARS,
  type Inspected,
  type ReadPlaybook,
} from './cacao/read-playbook.js'
export { sayFault, type Fault } from './cacao/check/fault.js'
export { STEPS_MAX, PARALLEL_MAX } from './cacao/check/check-steps.js'
export { COMMAND_TYPES } from './cacao/check/check-runnable.js'
export { readCondition, CONDITION_MAX_CHARS } from './cacao/condition/read-condition.js'
export { holds } from './cacao/condition/holds.js'
export type { Condition } from './cacao/condition/condition.js'
export { fill, fillText } from './cacao/fill.js'
export { readHttpCommand, fillHttpRequest, type HttpRequest } from './cacao/http-command.js'
export { isOutside, outsideRequest } from './cacao/outside-command.js'
export { open, type OpenFacts } from './run/open.js'
export { next, isDue, type DueStep } from './run/next.js'
export { settle, retry, withdraw } from './run/settle.js'
export { rerun, rerunSteps, skip } from './run/redo.js'
export { tick, timers, type Timer } from './run/tick.js'
export { variablesAt } from './run/scope.js'
export { CALLS_MAX, RUN_ERRORS, RUN_STEPS_MAX, TURNS_MAX, VISITS_MAX } from './run/caps.js'
export { OUTCOME, VARIABLE_MAX_CHARS, type Outcome } from './run/outcome.js'
export { APPROVAL, type Approvers } from './approve/approval-table.js'
export { requestApproval, approversFor, tighten, type Stakes } from './approve/request-approval.js'
export { answer, type Answer } from './approve/answer.js'
export { breakGlass, review } from './approve/break-glass.js'
export { approvalDueAt, escalate, nextAsked, remind, REMINDER_MAX_MS } from './approve/escalate.js'
export { zonesFact, zonesOf } from './run/zones.js'
export { phaseTimes, type Clocked } from './clock/phase-times.js'
export { PHASE_BUDGET, greatest, phaseBudget } from './clock/phase-budget.js'
export { standings, hasStandingDeputy, type Granted, type Standing } from './approve/standings.js'
export { shownOf } from './approve/shown.js'
export {
  openHold,
  holdDueAt,
  takeUp,
  wish,
  requestOf,
  settleWork,
  type HoldWish,
  type WorkResult,
} from './hold/hold.js'
export { choose, chooseFacts, type Choice, type ChooseFacts } from './choose/choose.js'
export { readChoose, CHOOSE_ROWS_MAX } from './choose/read-choose.js'
export { contentOf } from './sign/canonical.js'
export { signPlaybook, withSignature, type SignWith } from './sign/sign-playbook.js'
export { ALGORITHMS, type Algorithm, type Subtle } from './sign/subtle.js'
export { readTrust, Trust } from './sign/trust.js'
export { refusedBy, verifyPlaybook } from './sign/verify-playbook.js'
export { mayStart, newestOf } from './versions/may-start.js'
export { outlineOf } from './view/outline.js'
export { fieldsChanged, stepsChanged } from './view/difference.js'
