import { Module, type DynamicModule } from '@nestjs/common'
import { PlatformModule } from '@genba/platform'
import type { SetupConfig } from '../config.js'
import { SessionStore } from '../session/session.store.js'
import { UserStore } from '../session/user.store.js'
import { LoadPlants } from './load-plants.js'
import { LoadSources } from './load-sources.js'
import { LoadUsers } from './load-users.js'
import { SetUp } from './set-up.js'

@Module({ providers: [UserStore, SessionStore, LoadPlants, LoadUsers, LoadSources, SetUp] })
export class SetupModule {
  static for(config: SetupConfig): DynamicModule {
    return { module: SetupModule, imports: [PlatformModule.for('setup', config)] }
  }
}
