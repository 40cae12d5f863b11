import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { Injectable } from '@nestjs/common'
import type { Topic } from '@genba/contracts'
import { Mongo, isDuplicateKey } from '@genba/platform'
import { mongo } from 'mongoose'

/** `_id` is `topic/partition`. State that does not fit into it is in parts `topic/partition/generation/number`, written before it. */
type Head = { offset: number; generation: string; parts: number; packed?: mongo.Binary }
type Parts = Pick<Head, 'generation' | 'parts'>
type Piece = { packed: mongo.Binary }

/** Well below the 16 MiB that a document may have. */
const PART_MAX_BYTES = 8 * 1_048_576
/** Fastest: a checkpoint is written every few seconds and rarely read. */
const LEVEL = 1

const pack = promisify<Buffer, { level: number }, Buffer>(gzip)
const unpack = promisify<Buffer, Buffer>(gunzip)

/** A partition's state together with the offset of the first alert that is not in it. The head is written last and decides which parts count. */
@Injectable()
export class CheckpointStore {
  constructor(private readonly mongo: Mongo) {}

  async load(topic: Topic, partition: number): Promise<{ offset: number; state: unknown } | undefined> {
    const id = idOf(topic, partition)
    const head = await this.heads().findById(id).lean<Head>()
    if (!head) return undefined
    const packed = head.packed ? [bytesOf(head.packed)] : []
    for (let number = 0; number < head.parts; number++) {
      const part = await this.pieces()
        .findById(partId(id, head.generation, number))
        .lean<Piece>()
      if (!part) throw new Error(`checkpoint ${id}: part ${number} of ${head.parts} is missing`)
      packed.push(bytesOf(part.packed))
    }
    const text = (await unpack(Buffer.concat(packed))).toString('utf8')
    return { offset: head.offset, state: JSON.parse(text) as unknown }
  }

  /**
   * `state` is JSON. False when a checkpoint of this offset or a later one is there: another process has taken the partition over and is
   * further on. Each checkpoint is complete in itself, so whichever stays is right.
   */
  async save(topic: Topic, partition: number, offset: number, state: string): Promise<boolean> {
    const id = idOf(topic, partition)
    const packed = await pack(Buffer.from(state), { level: LEVEL })
    const former = await this.partsOf(id)
    const head: Head = { offset, generation: `${offset}-${randomUUID().slice(0, 8)}`, parts: 0 }
    if (packed.length <= PART_MAX_BYTES) head.packed = new mongo.Binary(packed)
    else head.parts = await this.saveParts(id, head.generation, packed)
    const isSaved = await this.saveHead(id, head)
    await this.dropParts(id, isSaved ? former : head)
    return isSaved
  }

  /** For a partition whose topic was made anew: its offsets begin again below the checkpoint's. */
  async drop(topic: Topic, partition: number): Promise<void> {
    const id = idOf(topic, partition)
    const former = await this.partsOf(id)
    await this.heads().collection.deleteOne({ _id: id as never })
    await this.dropParts(id, former)
  }

  /** Without the state, which is megabytes. */
  private partsOf(id: string): Promise<Parts | null> {
    return this.heads().findById(id, { generation: 1, parts: 1 }).lean<Parts>()
  }

  private async saveParts(id: string, generation: string, packed: Buffer): Promise<number> {
    let number = 0
    for (let from = 0; from < packed.length; from += PART_MAX_BYTES, number++)
      await this.pieces().collection.insertOne({
        _id: partId(id, generation, number),
        packed: new mongo.Binary(packed.subarray(from, from + PART_MAX_BYTES)),
      } as never)
    return number
  }

  private async saveHead(id: string, head: Head): Promise<boolean> {
    const filter = { _id: id as never, offset: { $lt: head.offset } as never }
    try {
      const result = await this.heads().collection.replaceOne(filter, { _id: id, ...head }, { upsert: true })
      return result.modifiedCount + result.upsertedCount > 0
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  }

  private async dropParts(id: string, head: Parts | null): Promise<void> {
    for (let number = 0; number < (head?.parts ?? 0); number++)
      await this.pieces().collection.deleteOne({ _id: partId(id, head?.generation ?? '', number) as never })
  }

  private heads = () => this.mongo.collection<Head>('checkpoints')
  private pieces = () => this.mongo.collection<Piece>('checkpoints')
}

/** Checkpoints of Genba before 0.1 was released are base64. */
const bytesOf = (packed: mongo.Binary | string): Uint8Array =>
  typeof packed === 'string' ? Buffer.from(packed, 'base64') : packed.buffer

const idOf = (topic: Topic, partition: number): string => `${topic}/${partition}`
const partId = (id: string, generation: string, number: number): string => `${id}/${generation}/${number}`
