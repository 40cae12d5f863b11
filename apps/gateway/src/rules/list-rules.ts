import { basename } from 'node:path'
import { Inject, Injectable } from '@nestjs/common'
import { plantsOf, RULES_IN_FORCE, RulesInForce, Tactic, type RuleList, type RuleRow } from '@genba/contracts'
import type { CorrelationRule, RulePack } from '@genba/correlation'
import { Access, Mongo, type FollowedFiles } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { RULES } from '../tokens.js'
import { FiredStore, type Fired } from './fired.store.js'

/** The rules in force, and how often each fired on the plants that this person sees. */
@Injectable()
export class ListRules {
  constructor(
    @Inject(RULES) private readonly files: FollowedFiles<RulePack>,
    private readonly fired: FiredStore,
    private readonly mongo: Mongo,
    private readonly access: Access,
  ) {}

  async execute(actor: Person): Promise<RuleList> {
    this.access.require(actor, 'rule.read')
    const [fired, told] = await Promise.all([
      this.fired.count(plantsOf(actor, 'rule.read')),
      this.mongo.collection<RulesInForce>('rulePacks').findById(RULES_IN_FORCE).lean(),
    ])
    const correlator = RulesInForce.safeParse(told)
    const { value, files, hash } = this.files.held
    return {
      rules: value.rules.filter(({ isHidden }) => !isHidden).map((rule) => rowOf(rule, fired.get(rule.id))),
      files: files.map(({ file }) => basename(file)),
      hash,
      ...(correlator.success ? { correlator: nameFiles(correlator.data) } : {}),
    }
  }
}

function rowOf(rule: CorrelationRule, fired: Fired | undefined): RuleRow {
  const { id, title, severity, tactic, techniques, kind, timespanMs, groupBy, bases, place } = rule
  const known = Tactic.safeParse(tactic)
  return {
    ...{ id, title, severity, techniques, kind, timespanMs, groupBy, bases },
    ...(known.success ? { tactic: known.data } : {}),
    file: basename(place.file),
    line: place.line,
    fired: fired ?? { day: 0, week: 0 },
  }
}

/** Where the files lie on the correlator's disk concerns nobody in a browser. */
function nameFiles({ v: _v, refused, ...rest }: RulesInForce): NonNullable<RuleList['correlator']> {
  const faults = refused?.faults.map((fault) => fault.replace(/\S*\/(?=[^\s/]+:\d+ )/, ''))
  return { ...rest, ...(refused && faults ? { refused: { ...refused, faults } } : {}) }
}
