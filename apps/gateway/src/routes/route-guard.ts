import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { mayEverywhere, Refused, ROUTES, type Route, type RouteName } from '@genba/contracts'
import { Access } from '@genba/platform'
import { LocateIncident } from '../incidents/locate-incident.js'
import { LocatePlant } from '../plants/locate-plant.js'
import { Authenticate } from '../session/authenticate.js'
import { Limits } from '../session/limits.js'
import { firstThing } from './first-thing.js'
import { ROUTE, type Checked } from './route.js'

/**
 * The one guard of REST: reads from the table who may use a route, on the plant that the thing in the path belongs to.
 * Whoever can't read that plant gets 404, so that ids can't be probed. The use-cases ask again, for themselves.
 */
@Injectable()
export class RouteGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticate: Authenticate,
    private readonly locate: LocateIncident,
    private readonly locatePlant: LocatePlant,
    private readonly access: Access,
    private readonly limits: Limits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Socket.IO has its own door: a session at the handshake, and JoinRoom for each room.
    if (context.getType() !== 'http') return true
    const request = context.switchToHttp().getRequest<Checked>()
    const name = this.reflector.get<RouteName | undefined>(ROUTE, context.getHandler())
    if (!name) return isOutsideOfTable(request.path)
    const { access, scope } = ROUTES[name] as Route
    if (access === 'public') return this.takeStranger(request)
    const visitor = await this.authenticate.execute(request.headers.cookie)
    if (!visitor) {
      await this.takeStranger(request)
      throw new Refused('NOT_SIGNED_IN')
    }
    await this.limits.countRequest(visitor.actor.user)
    request.visitor = visitor
    if (access === 'own-account') return true
    const first = firstThing(visitor.me)
    if (first) throw new Refused(first)
    if (access === 'signed-in') return true
    if (scope === 'everywhere') {
      if (!mayEverywhere(visitor.actor, access)) throw new Refused('NOT_ALLOWED', { permission: access })
      return true
    }
    const id = request.params['incident']
    if (typeof id === 'string') request.incident = await this.locate.execute(visitor.actor, id)
    const plant = request.params['plant']
    if (typeof plant === 'string') request.plant = this.locatePlant.execute(visitor.actor, plant)
    this.access.require(visitor.actor, access, request.incident?.plant ?? request.plant)
    return true
  }

  private async takeStranger(request: Checked): Promise<true> {
    await this.limits.countRequest(`address ${request.ip}`)
    return true
  }
}

/** Health, readiness and metrics are not part of the API. */
function isOutsideOfTable(path: string): boolean {
  if (path.startsWith('/v1')) throw new Refused('NOT_FOUND')
  return true
}
