import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { Refused, ROUTES, type RouteName } from '@genba/contracts'
import { Access } from '@genba/platform'
import { LocateIncident } from '../incidents/locate-incident.js'
import { LocatePlant } from '../plants/locate-plant.js'
import { Authenticate } from '../session/authenticate.js'
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
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Socket.IO has its own door: a session at the handshake, and JoinRoom for each room.
    if (context.getType() !== 'http') return true
    const request = context.switchToHttp().getRequest<Checked>()
    const name = this.reflector.get<RouteName | undefined>(ROUTE, context.getHandler())
    if (!name) return isOutsideOfTable(request.path)
    const { access } = ROUTES[name]
    if (access === 'public') return true
    const visitor = await this.authenticate.execute(request.headers.cookie)
    if (!visitor) throw new Refused('NOT_SIGNED_IN')
    request.visitor = visitor
    if (access === 'signed-in') return true
    const id = request.params['incident']
    if (typeof id === 'string') request.incident = await this.locate.execute(visitor.actor, id)
    const plant = request.params['plant']
    if (typeof plant === 'string') request.plant = this.locatePlant.execute(visitor.actor, access, plant)
    this.access.require(visitor.actor, access, request.incident?.plant ?? request.plant)
    return true
  }
}

/** Health, readiness and metrics are not part of the API. */
function isOutsideOfTable(path: string): boolean {
  if (path.startsWith('/v1')) throw new Refused('NOT_FOUND')
  return true
}
