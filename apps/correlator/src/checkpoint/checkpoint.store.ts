import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { Injectable } from '@nestjs/common'
import type { FrozenPartition } from '@genba/correlation'
import { Mongo, isDuplicateKey } from '@genba/platform'

/** `_id` is `alert.v1/partition`. State that does not fit into it is in parts `alert.v1/partition/generation/number`, written before it. */
type Head = { offset: number; generation: string; parts: number; packed?: string }
type Piece = { packed: string }

/** Well below the 16 MiB that a document may have. */
const PART_MAX_CHARS = 8 * 1_048_576
/** Fastest: a checkpoint is written every few seconds and rarely read. */
const LEVEL = 1

const pack = promisify<Buffer, { level: number }, Buffer>(gzip)
const unpack = promisify<Buffer, Buffer>(gunzip)

/** A partition's state together with the offset of the first alert that is not in it. The head is written last and decides which parts count. */
@Injectable()
export class CheckpointStore {
  constructor(private readonly mongo: Mongo) {}

  async load(partition: number): Promise<{ offset: number; state: FrozenPartition } | undefined> {
    const head = await this.heads().findById(idOf(partition)).lean<Head>()
    if (!head) return undefined
    let packed = head.packed ?? ''
    for (let number = 0; number < head.parts; number++) {
      const part = await this.pieces()
        .findById(partId(partition, head.generation, number))
        .lean<Piece>()
      if (!part) throw new Error(`checkpoint of partition ${partition}: part ${number} of ${head.parts} is missing`)
      packed += part.packed
    }
    const text = (await unpack(Buffer.from(packed, 'base64'))).toString('utf8')
    return { offset: head.offset, state: JSON.parse(text) as FrozenPartition }
  }

  /**
   * `state` is JSON of a FrozenPartition. False when a checkpoint of this offset or a later one is there: another process has taken the partition over and is further on. Each
   * checkpoint is complete in itself, so whichever stays is right.
   */
  async save(partition: number, offset: number, state: string): Promise<boolean> {
    const packed = (await pack(Buffer.from(state), { level: LEVEL })).toString('base64')
    const former = await this.heads().findById(idOf(partition)).lean<Head>()
    const head: Head = { offset, generation: `${offset}-${randomUUID().slice(0, 8)}`, parts: 0 }
    if (packed.length <= PART_MAX_CHARS) head.packed = packed
    else head.parts = await this.saveParts(partition, head.generation, packed)
    const isSaved = await this.saveHead(partition, head)
    await this.dropParts(partition, isSaved ? former : head)
    return isSaved
  }

  /** For a partition whose topic was made anew: its offsets begin again below the checkpoint's. */
  async drop(partition: number): Promise<void> {
    const head = await this.heads().findById(idOf(partition)).lean<Head>()
    await this.heads().collection.deleteOne({ _id: idOf(partition) as never })
    await this.dropParts(partition, head)
  }

  private async saveParts(partition: number, generation: string, packed: string): Promise<number> {
    let number = 0
    for (let from = 0; from < packed.length; from += PART_MAX_CHARS, number++)
      await this.pieces().collection.insertOne({
        _id: partId(partition, generation, number),
        packed: packed.slice(from, from + PART_MAX_CHARS),
      } as never)
    return number
  }

  private async saveHead(partition: number, head: Head): Promise<boolean> {
    const filter = { _id: idOf(partition) as never, offset: { $lt: head.offset } as never }
    try {
      const result = await this.heads().collection.replaceOne(
        filter,
        { _id: idOf(partition), ...head },
        { upsert: true },
      )
      return result.modifiedCount + result.upsertedCount > 0
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  }

  private async dropParts(partition: number, head: Head | null): Promise<void> {
    for (let number = 0; number < (head?.parts ?? 0); number++)
      await this.pieces().collection.deleteOne({ _id: partId(partition, head?.generation ?? '', number) as never })
  }

  private heads = () => this.mongo.collection<Head>('checkpoints')
  private pieces = () => this.mongo.collection<Piece>('checkpoints')
}

const idOf = (partition: number): string => `alert.v1/${partition}`
const partId = (partition: number, generation: string, number: number): string =>
  `${idOf(partition)}/${generation}/${number}`
