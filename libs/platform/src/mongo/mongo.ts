import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { COLLECTIONS, type CollectionName } from '@genba/contracts'
import mongoose, { type Connection, type Model } from 'mongoose'
import type { EngineConfig } from '../config/config.js'
import { ENGINE_CONFIG } from '../tokens.js'
import { Readiness } from '../telemetry/health.controller.js'

/** A stored document: the contract's shape and its business key. */
export type Stored<T> = T & { _id: string }

/**
 * The MongoDB-protocol database of one process. Shapes are the contracts' zod schemas, so the mongoose schemas are open:
 * a second declaration of the same shape would drift.
 */
@Injectable()
export class Mongo implements OnModuleInit, OnModuleDestroy {
  readonly connection: Connection

  constructor(
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
    private readonly readiness: Readiness,
  ) {
    this.readiness.set('mongo', false)
    // Two commands that create the same collection at once fail on the embedded engine: setup creates them one by one.
    this.connection = mongoose.createConnection()
    this.connection.set('autoCreate', false)
    this.connection.set('autoIndex', false)
    this.connection.on('connected', () => this.readiness.set('mongo', true))
    this.connection.on('disconnected', () => this.readiness.set('mongo', false))
  }

  async onModuleInit(): Promise<void> {
    await this.connection.openUri(this.config.MONGODB_URI.reveal(), {
      serverSelectionTimeoutMS: 10_000,
      autoCreate: false,
      autoIndex: false,
      maxPoolSize: 20,
    })
  }

  collection<T>(name: CollectionName): Model<Stored<T>> {
    const existing = this.connection.models[name] as Model<Stored<T>> | undefined
    if (existing) return existing
    const schema = new mongoose.Schema(
      { _id: String },
      { strict: false, versionKey: false, minimize: false, collection: name, id: false },
    )
    return this.connection.model(name, schema) as unknown as Model<Stored<T>>
  }

  /** Creates collections and indexes that are not there yet, one by one. */
  async createCollections(): Promise<void> {
    const existing = new Set((await this.connection.listCollections()).map((collection) => collection.name))
    for (const name of Object.keys(COLLECTIONS) as CollectionName[]) {
      if (!existing.has(name)) await this.connection.createCollection(name)
      for (const index of COLLECTIONS[name].indexes as readonly { keys: Record<string, 1 | -1>; unique?: boolean }[]) {
        await this.connection.collection(name).createIndex(index.keys, { unique: index.unique ?? false })
      }
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.connection.close()
  }
}

/** True for MongoDB's duplicate key error (11000). */
export const isDuplicateKey = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 11000

/** Runs an upsert again once when two of them raced to insert the same key. */
export async function retryDuplicate<T>(upsert: () => Promise<T>): Promise<T> {
  try {
    return await upsert()
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    return upsert()
  }
}
