import { Injectable } from '@nestjs/common'
import { rolesOn, type Localised, type Role, type User } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'

export type PersonOnPlant = { user: string; name: Localised; roles: Role[] }

/** Who has a role on a plant and may sign in. Asked by the gateway itself; never their passwords. */
@Injectable()
export class People {
  constructor(private readonly mongo: Mongo) {}

  async on(plant: string): Promise<PersonOnPlant[]> {
    const found = await this.mongo
      .collection<User>('users')
      .find({ isDisabled: { $ne: true }, 'grants.plants': { $in: ['*', plant] } } as never)
      .select(['name', 'displayName', 'grants'])
      .lean<Pick<Stored<User>, 'name' | 'displayName' | 'grants'>[]>()
    return found
      .map(({ name, displayName, grants }) => ({
        user: name,
        name: displayName,
        roles: rolesOn({ kind: 'user', user: name, grants }, plant),
      }))
      .filter(({ roles }) => roles.length > 0)
      .sort((a, b) => a.user.localeCompare(b.user))
  }
}
