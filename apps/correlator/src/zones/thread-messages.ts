import type { MessagePort } from 'node:worker_threads'
import type { RuleFiles } from '../rules/rules.js'

/** What a thread begins with. */
export type ThreadWork = { rules: RuleFiles }

/** From the process to a thread. `count` is answered on its port with what the thread has counted. */
export type ToThread = { kind: 'rules'; rules: RuleFiles } | { kind: 'count'; to: MessagePort } | { kind: 'stop' }

/** From a thread to the process: whether it can work, and from which offset on a partition goes by the rules of that hash. */
export type FromThread =
  { kind: 'ready'; isReady: boolean } | { kind: 'rulesTaken'; hash: string; partition: number; offset: number }
