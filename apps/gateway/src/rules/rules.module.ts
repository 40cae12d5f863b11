import { Module } from '@nestjs/common'
import { FiredStore } from './fired.store.js'
import { FollowRules } from './follow-rules.js'
import { GetRuleFile } from './get-rule-file.js'
import { ListRules } from './list-rules.js'
import { RulesController } from './rules.controller.js'

@Module({
  controllers: [RulesController],
  providers: [FollowRules, FiredStore, ListRules, GetRuleFile],
})
export class RulesModule {}
