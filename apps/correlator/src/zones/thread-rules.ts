import { Inject, Injectable } from '@nestjs/common'
import { readRules, type RulePack } from '@genba/correlation'
import type { RuleFiles } from '../rules/rules.js'
import type { FromThread } from './thread-messages.js'

export const RULE_FILES = Symbol('RULE_FILES')
export const TELL_PROCESS = Symbol('TELL_PROCESS')

/** The pack in force as this thread has it. */
@Injectable()
export class ThreadRules {
  pack: RulePack
  private hash: string

  constructor(
    @Inject(RULE_FILES) rules: RuleFiles,
    @Inject(TELL_PROCESS) private readonly tell: (told: FromThread) => void,
  ) {
    this.pack = readRules(rules.files)
    this.hash = rules.hash
  }

  take({ hash, files }: RuleFiles): void {
    if (hash === this.hash) return
    this.pack = readRules(files)
    this.hash = hash
  }

  /** A partition goes by the pack in force from this offset on. */
  noteTaken(partition: number, offset: number): void {
    this.tell({ kind: 'rulesTaken', hash: this.hash, partition, offset })
  }
}
