import type { Topic, TopicValue } from '@genba/contracts'
import type { AuditChain } from '../audit/audit-chain.js'
import type { AuditEntry } from '../audit/audit-link.js'
import type { Kafka } from '../kafka/kafka.js'

/** What must be told when a document has changed. `value` absent: the document itself, as it was written then. */
export type Told =
  | { [T in Topic]: { id: string; topic: T; key: string; value?: TopicValue<T> } }[Topic]
  | { id: string; audit: AuditEntry }

/** What one document has to tell, with the document for entries that mean it itself. */
export type Outgoing = { id: string; told: readonly Told[]; document: unknown }

type Pull = (ids: Map<string, string[]>) => Promise<void>

/** Entries that one request tells; the next one takes what came meanwhile. */
const TOGETHER_MAX = 1_000
/** What is told leaves its document so much later: what the same document tells meanwhile leaves it in the same write. */
const PULL_AFTER_MS = 300
/** Beyond so many documents whoever writes waits, so that a slow Kafka slows the work instead of filling memory. */
const AHEAD_MAX = 2_000

/**
 * Tells what outboxes hold, in the order of writing: while one request is under way what comes next gathers, so that a busy process
 * asks Kafka and the database once for many documents and an idle one at once. What fails stays in the outbox for the sweeper.
 */
export class Outbox {
  private waiting: Outgoing[] = []
  private telling: readonly Outgoing[] = []
  /** By document, entries that are told and still stand in it. */
  private told = new Map<string, string[]>()
  private under: Promise<void> | undefined
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly kafka: Kafka,
    private readonly audit: AuditChain,
    private readonly pull: Pull,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Comes back at once unless too much waits already. */
  async tell(outgoing: Outgoing): Promise<void> {
    if (outgoing.told.length === 0) return
    this.waiting.push(outgoing)
    this.under ??= this.run().finally(() => (this.under = undefined))
    if (this.waiting.length > AHEAD_MAX) await this.under
  }

  /** Documents of which this process is about to tell entries, or to take them out. */
  inHand(): Set<string> {
    return new Set([...[...this.waiting, ...this.telling].map(({ id }) => id), ...this.told.keys()])
  }

  /** When everything that was handed over is told and taken out, or has failed. */
  async drained(): Promise<void> {
    await this.under
    await this.takeOut()
  }

  private async run(): Promise<void> {
    // A turn of the event loop later: documents that are written in the same moment are told together.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.waiting.length > 0) {
      this.telling = this.waiting.splice(0, TOGETHER_MAX)
      try {
        await this.tellAll(this.telling)
        this.noteTold(this.telling)
      } catch (error) {
        this.onFailure(error)
      }
      this.telling = []
      if (this.told.size > TOGETHER_MAX) await this.takeOut()
    }
    if (this.told.size > 0) this.timer ??= setTimeout(() => void this.takeOut(), PULL_AFTER_MS).unref()
  }

  private async tellAll(together: readonly Outgoing[]): Promise<void> {
    const entries = together.flatMap(({ told, document }) => told.map((entry) => ({ entry, document })))
    await this.audit.appendAll(entries.flatMap(({ entry }) => ('audit' in entry ? [entry] : [])))
    const topics = new Set(entries.flatMap(({ entry }) => ('topic' in entry ? [entry.topic] : [])))
    for (const topic of topics) {
      const messages = entries.flatMap(({ entry, document }) =>
        'topic' in entry && entry.topic === topic
          ? [{ key: entry.key, value: (entry.value ?? document) as TopicValue<Topic> }]
          : [],
      )
      await this.kafka.send(topic, messages)
    }
  }

  private noteTold(together: readonly Outgoing[]): void {
    for (const { id, told } of together)
      this.told.set(id, [...(this.told.get(id) ?? []), ...told.map((entry) => entry.id)])
  }

  private async takeOut(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    const told = this.told
    this.told = new Map()
    if (told.size > 0) await this.pull(told).catch(this.onFailure)
  }
}
