import { basename } from 'node:path'
import { Inject, Injectable } from '@nestjs/common'
import { Refused, type RuleFileText } from '@genba/contracts'
import type { RulePack } from '@genba/correlation'
import { Access, type FollowedFiles } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { RULES } from '../tokens.js'

/** A rule file in force as it is written; by name only, nothing is read from the disk. */
@Injectable()
export class GetRuleFile {
  constructor(
    @Inject(RULES) private readonly files: FollowedFiles<RulePack>,
    private readonly access: Access,
  ) {}

  execute(actor: Person, name: string): RuleFileText {
    this.access.require(actor, 'rule.read')
    const found = this.files.held.files.find(({ file }) => basename(file) === name)
    if (!found) throw new Refused('NOT_FOUND', { file: name })
    return { file: name, text: found.text }
  }
}
