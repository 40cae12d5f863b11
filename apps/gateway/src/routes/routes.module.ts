import { Module, type OnModuleInit } from '@nestjs/common'
import { APP_GUARD, DiscoveryModule, DiscoveryService, MetadataScanner } from '@nestjs/core'
import { IncidentsModule } from '../incidents/incidents.module.js'
import { PlantsModule } from '../plants/plants.module.js'
import { SessionModule } from '../session/session.module.js'
import { checkRoutes, type Found } from './check-routes.js'
import { ROUTE } from './route.js'
import { RouteGuard } from './route-guard.js'

/** Refuses to start with a route that nobody answers or that nobody guards. */
@Module({
  imports: [DiscoveryModule, SessionModule, IncidentsModule, PlantsModule],
  providers: [{ provide: APP_GUARD, useClass: RouteGuard }],
})
export class RoutesModule implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const faults = checkRoutes(this.discovery.getControllers().flatMap(({ metatype }) => this.methodsOf(metatype)))
    if (faults.length > 0) throw new Error(`The gateway's routes are not complete:\n${faults.join('\n')}`)
  }

  private methodsOf(controller: unknown): Found[] {
    const { name, prototype } = controller as { name: string; prototype: Record<string, object> }
    const prefix = String(Reflect.getMetadata('path', controller as object) ?? '')
    return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
      const handler = prototype[method] as object
      const path = Reflect.getMetadata('path', handler) as string | undefined
      if (path === undefined) return []
      const route = Reflect.getMetadata(ROUTE, handler) as string | undefined
      return [
        { method: `${name}.${method}`, route, isApi: `/${prefix}/${path}`.replace(/\/+/g, '/').startsWith('/v1') },
      ]
    })
  }
}
