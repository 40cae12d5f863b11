import { Injectable } from '@nestjs/common'
import { COLLECTIONS } from '@genba/contracts'
import { Kafka, Mongo } from '@genba/platform'
import type { SetupConfig } from '../config.js'
import { demoSource, demoUsers } from './demo.js'
import { LoadPlants } from './load-plants.js'
import { LoadSources } from './load-sources.js'
import { LoadUsers } from './load-users.js'

@Injectable()
export class SetUp {
  constructor(
    private readonly kafka: Kafka,
    private readonly mongo: Mongo,
    private readonly loadPlants: LoadPlants,
    private readonly loadUsers: LoadUsers,
    private readonly loadSources: LoadSources,
  ) {}

  /** Makes what the apps expect to be there. Done again it changes only what the configuration or a file changed. Tells what it did. */
  async execute(config: SetupConfig): Promise<string[]> {
    const { GENBA_DEMO_PASSWORD: password, GENBA_DEMO_KEY: key } = config
    const modelFactory = config.GENBA_SEED === 'model-factory'
    const topics = await this.kafka.createTopics()
    await this.mongo.createCollections()
    const plants = await this.loadPlants.execute({ modelFactory, dir: config.GENBA_PLANTS_DIR })
    const users = [...(modelFactory && password ? demoUsers(password, !config.GENBA_DEMO) : []), ...config.GENBA_USERS]
    const sources = [...(modelFactory && key ? [demoSource(key)] : []), ...config.GENBA_SOURCES]
    return [
      `topics: ${topics.length > 0 ? `created ${topics.join(', ')}` : 'all there'}`,
      `collections: ${Object.keys(COLLECTIONS).length}, with their indexes`,
      ...plants,
      ...(await this.loadUsers.execute(users)),
      ...(await this.loadSources.execute(sources, await this.loadPlants.zonesByPlant())),
    ]
  }
}
