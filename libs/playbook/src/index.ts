export {
  GENBA_EXTENSION,
  Playbook,
  extensionOf,
  playbookVersion,
  stepOf,
  type Command,
  type Step,
} from './cacao/playbook.js'
export { AUTOMATIONS, StepExtension, type Automation, type ProductionEffect } from './cacao/extension.js'
export { readPlaybook, PLAYBOOK_MAX_CHARS, type ReadPlaybook } from './cacao/read-playbook.js'
export { STEPS_MAX, PARALLEL_MAX } from './cacao/check-workflow.js'
export { readCondition, holds, type Condition } from './cacao/condition.js'
export { fill } from './cacao/fill.js'
export { readHttpCommand, fillHttpRequest, type HttpRequest } from './cacao/http-command.js'
export { open, type OpenFacts } from './run/open.js'
export { next, isDue, type DueStep } from './run/next.js'
export { settle, retry, withdraw } from './run/settle.js'
export { rerun, rerunSteps, skip } from './run/redo.js'
export { OUTCOME, VARIABLE_MAX_CHARS, type Outcome } from './run/outcome.js'
export { APPROVAL, type Approvers } from './approve/approval-table.js'
export { requestApproval, approversFor, tighten, type Stakes } from './approve/request-approval.js'
export { answer, type Answer } from './approve/answer.js'
export { escalate, REMINDER_MAX_MS } from './approve/escalate.js'
export { PHASE_BUDGET, greatest, phaseBudget } from './clock/phase-budget.js'
export { choose, ChooseRow, type Choice, type ChooseFacts, type Finding } from './choose/choose.js'
export { readChoose, CHOOSE_ROWS_MAX } from './choose/read-choose.js'
