import { Controller } from '@nestjs/common'
import type { RuleFileQuery, RuleFileText, RuleList } from '@genba/contracts'
import { Answers, QueryOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { GetRuleFile } from './get-rule-file.js'
import { ListRules } from './list-rules.js'

@Controller()
export class RulesController {
  constructor(
    private readonly listing: ListRules,
    private readonly getting: GetRuleFile,
  ) {}

  @Answers('listRules')
  list(@Visiting() { actor }: Visitor): Promise<RuleList> {
    return this.listing.execute(actor)
  }

  @Answers('getRuleFile')
  file(@Visiting() { actor }: Visitor, @QueryOf('getRuleFile') { file }: RuleFileQuery): RuleFileText {
    return this.getting.execute(actor, file)
  }
}
