import { ErrorCode } from '@genba/contracts'
import { Outlet, createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { lazy } from 'react'
import { safeBack } from './signin/back.js'
import { loadIncidents } from './signin/load-inside.js'
import { SignInPage } from './signin/signin-page.js'
import { NotFoundPage, RouteFailure } from './ui/route-states.js'
import { Shell } from './ui/shell.js'
import { Loading } from './ui/states.js'

// Not the router's own lazy component: it reloads the page when a part can't be loaded, which without a network leaves nothing.
const IncidentsPage = lazy(() => loadIncidents().then(({ IncidentsPage: screen }) => ({ default: screen })))
const IncidentPage = lazy(() =>
  import('./incident/incident-page.js').then(({ IncidentPage: screen }) => ({ default: screen })),
)

const SituationPage = lazy(() =>
  import('./situation/situation-page.js').then(({ SituationPage: screen }) => ({ default: screen })),
)
const PlantPage = lazy(() => import('./plant/plant-page.js').then(({ PlantPage: screen }) => ({ default: screen })))

const AlarmsPage = lazy(() => import('./alarms/alarms-page.js').then(({ AlarmsPage: screen }) => ({ default: screen })))

const ShiftPage = lazy(() => import('./shift/shift-page.js').then(({ ShiftPage: screen }) => ({ default: screen })))
const HandoverPage = lazy(() =>
  import('./shift/handover-page.js').then(({ HandoverPage: screen }) => ({ default: screen })),
)
const AccountPage = lazy(() =>
  import('./account/account-page.js').then(({ AccountPage: screen }) => ({ default: screen })),
)
const AdminPage = lazy(() => import('./admin/admin-page.js').then(({ AdminPage: screen }) => ({ default: screen })))
const AlertsPage = lazy(() => import('./alerts/alerts-page.js').then(({ AlertsPage: screen }) => ({ default: screen })))
const PlaybooksPage = lazy(() =>
  import('./playbooks/playbooks-page.js').then(({ PlaybooksPage: screen }) => ({ default: screen })),
)
const RulesPage = lazy(() => import('./rules/rules-page.js').then(({ RulesPage: screen }) => ({ default: screen })))

const RosterPage = lazy(() => import('./roster/roster-page.js').then(({ RosterPage: screen }) => ({ default: screen })))
const ReviewsPage = lazy(() =>
  import('./reviews/reviews-page.js').then(({ ReviewsPage: screen }) => ({ default: screen })),
)

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/signin',
  component: SignInPage,
  validateSearch: (search: Record<string, unknown>): { back?: string; refused?: ErrorCode } => {
    const back = safeBack(search['back'])
    const refused = ErrorCode.safeParse(search['refused'])
    return { ...(back ? { back } : {}), ...(refused.success ? { refused: refused.data } : {}) }
  },
})

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })

const incidents = createRoute({ getParentRoute: () => shell, path: '/', component: IncidentsPage })

const incident = createRoute({
  getParentRoute: () => shell,
  path: '/incidents/$id',
  component: IncidentPage,
})

const situation = createRoute({ getParentRoute: () => shell, path: '/situation', component: SituationPage })

const plant = createRoute({ getParentRoute: () => shell, path: '/plants/$plant', component: PlantPage })

const alarms = createRoute({ getParentRoute: () => shell, path: '/alarms', component: AlarmsPage })

const shift = createRoute({ getParentRoute: () => shell, path: '/shift', component: ShiftPage })

const handover = createRoute({ getParentRoute: () => shell, path: '/shift/handover', component: HandoverPage })

const account = createRoute({ getParentRoute: () => shell, path: '/account', component: AccountPage })

const admin = createRoute({ getParentRoute: () => shell, path: '/admin', component: AdminPage })

const alerts = createRoute({ getParentRoute: () => shell, path: '/alerts', component: AlertsPage })

const rules = createRoute({ getParentRoute: () => shell, path: '/rules', component: RulesPage })

const roster = createRoute({ getParentRoute: () => shell, path: '/shift/roster', component: RosterPage })

const playbooks = createRoute({
  getParentRoute: () => shell,
  path: '/playbooks',
  component: PlaybooksPage,
  validateSearch: ({ version }: Record<string, unknown>): { version?: string } =>
    typeof version === 'string' ? { version } : {},
})

const reviews = createRoute({ getParentRoute: () => shell, path: '/reviews', component: ReviewsPage })

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    shell.addChildren([
      incidents,
      incident,
      situation,
      plant,
      alarms,
      shift,
      handover,
      roster,
      alerts,
      rules,
      playbooks,
      reviews,
      account,
      admin,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: RouteFailure,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
