import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { readRules, type RulePack } from '@genba/correlation'
import { FollowedFiles, foldersOf, LOG, Metrics, type HeldFiles, type Log } from '@genba/platform'
import { CORRELATOR_CONFIG, RULES, type CorrelatorConfig } from '../config.js'
import { RulesStore } from './rules.store.js'

/** The rules that come with Genba and those of the site. Throws ConfigError that names file and line. */
export const openRules = ({ RULES_DIR }: CorrelatorConfig): Promise<FollowedFiles<RulePack>> =>
  FollowedFiles.open({
    what: 'rules',
    folders: foldersOf(import.meta.resolve('@genba/correlation/package.json'), 'rules', RULES_DIR),
    read: readRules,
  })

/** Files without a fault, so that whoever gets them only compiles them; compiled rules cannot travel to a thread. */
export type RuleFiles = Pick<HeldFiles<RulePack>, 'hash' | 'files'>

/** The pack in force. Follows the rule files; what became of a change is told in the log, as metrics and in the database. */
@Injectable()
export class Rules implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly changes
  private readonly isRefused

  constructor(
    @Inject(RULES) private readonly files: FollowedFiles<RulePack>,
    @Inject(CORRELATOR_CONFIG) private readonly config: CorrelatorConfig,
    private readonly store: RulesStore,
    metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.changes = metrics.counter('correlator_rules_changes_total', 'Changes of the rule files', ['as'])
    this.isRefused = metrics.gauge('correlator_rules_refused', '1 while the rule files differ from the pack in force')
  }

  /** The files of the pack in force. */
  get inForce(): RuleFiles {
    const { hash, files } = this.files.held
    return { hash, files }
  }

  /** Called when the pack in force may have changed. */
  onChange(listener: () => void): void {
    this.files.onChange(listener)
  }

  onApplicationBootstrap(): void {
    this.files.onChange(() => {
      this.changes.inc({ as: this.files.refused ? 'refused' : 'taken' })
      this.isRefused.set(this.files.refused ? 1 : 0)
      this.tell()
    })
    this.tell()
    this.files.follow(this.config.RULES_POLL_MS, this.log)
  }

  onModuleDestroy(): void {
    this.files.stop()
  }

  /** A partition goes by the rules of that hash from this offset on. */
  noteTaken(hash: string, partition: number, offset: number): void {
    this.log.info({ partition, offset, rules: hash }, 'goes by the changed rules from this offset on')
    this.guard(this.store.putFrom(hash, partition, offset))
  }

  private tell(): void {
    const { held, refused } = this.files
    this.guard(this.store.put({ ...held, rules: held.value.rules.length }, refused))
  }

  private guard(writing: Promise<void>): void {
    writing.catch((error: unknown) => this.log.warn({ err: error }, 'could not tell which rules are in force'))
  }
}
