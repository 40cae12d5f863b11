import { may, type Actor, type Permission } from '@genba/contracts'
import type { nav } from '../../i18n/screens/nav.js'
import {
  AdminIcon,
  AlarmsIcon,
  AlertsIcon,
  IncidentsIcon,
  PlaybooksIcon,
  ReviewsIcon,
  RulesIcon,
  ShiftIcon,
  SituationIcon,
} from './icons.js'

type Page = {
  /** A path of the router without parameters. */
  to: string
  word: Exclude<keyof (typeof nav)['ja'], 'label'>
  icon: () => React.JSX.Element
  /** Who has this on no plant does not see the entry. */
  needs: Permission
}

/** The menu in its order; the first nine are reached with the keys 1 to 9. */
export const PAGES = [
  { to: '/situation', word: 'situation', icon: SituationIcon, needs: 'plant.read' },
  { to: '/', word: 'incidents', icon: IncidentsIcon, needs: 'incident.read' },
  { to: '/alarms', word: 'alarms', icon: AlarmsIcon, needs: 'alarm.read' },
  { to: '/shift', word: 'shift', icon: ShiftIcon, needs: 'incident.read' },
  { to: '/alerts', word: 'alerts', icon: AlertsIcon, needs: 'incident.read' },
  { to: '/rules', word: 'rules', icon: RulesIcon, needs: 'rule.read' },
  { to: '/playbooks', word: 'playbooks', icon: PlaybooksIcon, needs: 'response.read' },
  { to: '/reviews', word: 'reviews', icon: ReviewsIcon, needs: 'response.read' },
  { to: '/admin', word: 'admin', icon: AdminIcon, needs: 'source.read' },
] as const satisfies readonly Page[]

export const pagesOf = (actor: Actor) => PAGES.filter(({ needs }) => may(actor, needs))
