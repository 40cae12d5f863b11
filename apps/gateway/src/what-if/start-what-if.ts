import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { Inject, Injectable } from '@nestjs/common'
import { plantsOf, Refused, type Plant, type WhatIfInput, type WhatIfTrial } from '@genba/contracts'
import {
  DEFAULT_JOIN,
  DEFAULT_SETTINGS,
  designOf,
  readRules,
  RuleError,
  type RuleFile,
  type RulePack,
} from '@genba/correlation'
import { Access, Clock, type FollowedFiles } from '@genba/platform'
import { CoverStore } from '../alarms/cover.store.js'
import type { GatewayConfig } from '../config.js'
import { Plants } from '../plants/plants.js'
import type { Person } from '../session/visitor.js'
import { GATEWAY_CONFIG, RULES } from '../tokens.js'
import { RunTrial } from './run-trial.js'
import { TrialStore } from './trial.store.js'

const DAY_MS = 86_400_000
/** Covers that a trial knows, the newest; what an older one hid shows in both packs alike. */
const COVERS_MAX = 5_000

/** Tries rule files on the alerts of the last days. Files that are not valid are refused with file and line before anything is read. */
@Injectable()
export class StartWhatIf {
  constructor(
    @Inject(RULES) private readonly files: FollowedFiles<RulePack>,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
    private readonly plants: Plants,
    private readonly covers: CoverStore,
    private readonly store: TrialStore,
    private readonly run: RunTrial,
    private readonly clock: Clock,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, input: WhatIfInput): Promise<WhatIfTrial> {
    this.access.require(actor, 'rule.try')
    for (const plant of input.plants ?? []) this.access.require(actor, 'rule.try', plant)
    const plants = input.plants ?? plantsOf(actor, 'rule.try')
    const now = this.clock.now()
    const from = now - Math.round(input.days * DAY_MS)
    const before = this.files.held.files.map(({ file, text }) => ({ file: basename(file), text }))
    const after = merge(before, input)
    const faults = faultsOf(after)
    const trial: WhatIfTrial = {
      v: 1,
      id: randomUUID(),
      by: actor.user,
      state: faults.length > 0 ? 'refused' : 'running',
      startedAt: now,
      seenAt: now,
      days: input.days,
      plants,
      progress: { alerts: 0, messages: 0, ofMessages: 0 },
      faults,
      hash: this.files.held.hash,
    }
    await this.store.dropOld(now)
    if (faults.length > 0) await this.store.put(trial)
    else
      await this.run.execute(trial, {
        brokers: this.config.KAFKA_BROKERS,
        prefix: this.config.GENBA_PREFIX,
        before,
        after,
        plants,
        facts: this.factsOf(plants),
        settings: { ...DEFAULT_SETTINGS, ...DEFAULT_JOIN, latenessMs: this.config.LATENESS_MS },
        hidden: await this.hiddenOf(plants, from),
        from,
        until: now,
        timeMs: this.config.WHAT_IF_MS,
      })
    return trial
  }

  private async hiddenOf(plants: '*' | string[], from: number) {
    const covers = await this.covers.listSince(plants, from, COVERS_MAX)
    return { covers, design: designOf(this.ownOf(plants)) }
  }

  private ownOf(plants: '*' | string[]): Plant[] {
    return plants === '*' ? this.plants.all() : plants.flatMap((id) => this.plants.get(id) ?? [])
  }

  private factsOf(plants: '*' | string[]) {
    return this.ownOf(plants).map(({ id, conduits, zones }) => ({
      plant: id,
      conduits: conduits.map(({ id: conduit, from, to, direction }) => ({ id: conduit, from, to, direction })),
      zoneNames: zones.map((zone): [string, typeof zone.name] => [zone.id, zone.name]),
    }))
  }
}

/** The tried files in the place of those of the same name, or of all. Throws Refused BAD_INPUT for one file twice. */
function merge(before: readonly RuleFile[], { files, replace }: WhatIfInput): RuleFile[] {
  const byName = new Map(replace === 'pack' ? [] : before.map(({ file, text }) => [file, text]))
  const given = new Set<string>()
  for (const { file, text } of files) {
    if (given.has(file)) throw new Refused('BAD_INPUT', { at: `files, ${file}: given twice` })
    given.add(file)
    byName.set(file, text)
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, text]) => ({ file, text }))
}

function faultsOf(files: readonly RuleFile[]): string[] {
  try {
    readRules(files)
    return []
  } catch (error) {
    if (error instanceof RuleError) return error.message.split('\n').slice(0, FAULTS_MAX)
    throw error
  }
}

const FAULTS_MAX = 100
