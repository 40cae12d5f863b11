import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import type { RulePack } from '@genba/correlation'
import { LOG, type FollowedFiles, type Log } from '@genba/platform'
import type { GatewayConfig } from '../config.js'
import { GATEWAY_CONFIG, RULES } from '../tokens.js'

/** Goes by changed rule files as the correlator does, so that explanations and trials speak of the rules that run. */
@Injectable()
export class FollowRules implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(RULES) private readonly files: FollowedFiles<RulePack>,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.files.follow(this.config.RULES_POLL_MS, this.log)
  }

  onModuleDestroy(): void {
    this.files.stop()
  }
}
