import { Injectable } from '@nestjs/common'
import { RULE_FAULTS_MAX, RULES_IN_FORCE, type RulesInForce } from '@genba/contracts'
import { Clock, Mongo, retryDuplicate, type HeldFiles, type RefusedFiles } from '@genba/platform'

type Held = Pick<HeldFiles<unknown>, 'hash' | 'since'> & { rules: number }

/** The one document of the pack in force. Every correlator process writes it, and all write the same: they follow the same files. */
@Injectable()
export class RulesStore {
  /** Writes in the order in which things happened. */
  private last: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly mongo: Mongo,
    private readonly clock: Clock,
  ) {}

  /** Who comes second with a pack, also after a restart, leaves its time as it is. */
  put({ hash, since, rules }: Held, refused: RefusedFiles | undefined): Promise<void> {
    return this.inOrder(async () => {
      const { collection } = this.documents()
      const known = await collection.findOne({ _id: RULES_IN_FORCE as never })
      if ((known as RulesInForce | null)?.hash !== hash)
        await retryDuplicate(() =>
          collection.replaceOne(
            { _id: RULES_IN_FORCE as never },
            { v: 1, hash, since, rules, from: {} } satisfies RulesInForce,
            { upsert: true },
          ),
        )
      const update = refused ? { $set: { refused: told(refused) } } : { $unset: { refused: '' as const } }
      await collection.updateOne({ _id: RULES_IN_FORCE as never }, update)
    })
  }

  putFrom(hash: string, partition: number, offset: number): Promise<void> {
    const at = this.clock.now()
    return this.inOrder(async () => {
      await this.documents().collection.updateOne(
        { _id: RULES_IN_FORCE as never, hash },
        {
          $set: { [`from.${partition}`]: { offset, at } },
        },
      )
    })
  }

  private inOrder(work: () => Promise<void>): Promise<void> {
    const turn = this.last.then(work)
    this.last = turn.catch(() => undefined)
    return turn
  }

  private documents = () => this.mongo.collection<RulesInForce>('rulePacks')
}

const told = ({ hash, at, reason }: RefusedFiles): NonNullable<RulesInForce['refused']> => ({
  hash,
  at,
  faults: reason.split('\n').slice(0, RULE_FAULTS_MAX),
})
