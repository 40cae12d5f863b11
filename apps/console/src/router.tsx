import { Outlet, createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { IncidentsPage } from './incidents/incidents-page.js'
import { safeBack } from './signin/back.js'
import { SignInPage } from './signin/signin-page.js'
import { NotFoundPage, RouteFailure } from './ui/route-states.js'
import { Shell } from './ui/shell.js'
import { Loading } from './ui/states.js'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/signin',
  component: SignInPage,
  validateSearch: (search: Record<string, unknown>): { back?: string } => {
    const back = safeBack(search['back'])
    return back ? { back } : {}
  },
})

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })

const incidents = createRoute({ getParentRoute: () => shell, path: '/', component: IncidentsPage })

const incident = createRoute({
  getParentRoute: () => shell,
  path: '/incidents/$id',
  component: lazyRouteComponent(() => import('./incident/incident-page.js'), 'IncidentPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([signIn, shell.addChildren([incidents, incident])]),
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: RouteFailure,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
