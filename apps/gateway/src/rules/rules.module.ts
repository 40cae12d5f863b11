import { Module } from '@nestjs/common'
import { FollowRules } from './follow-rules.js'

@Module({ providers: [FollowRules] })
export class RulesModule {}
