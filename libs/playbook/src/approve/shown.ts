import type { Approval, Incident, Shown } from '@genba/contracts'

/** What a person sees of an approval when they decide, in a fixed order, so that its text can be hashed. */
export const shownOf = (
  { title, effect, stakes, roles, mustInclude, people, choice }: Approval,
  incident: Pick<Incident, 'title' | 'zones' | 'severity'>,
): Shown => ({
  title,
  effect,
  ...(stakes ? { stakes } : {}),
  roles,
  mustInclude,
  people,
  ...(choice ? { options: choice.options } : {}),
  incident: { title: incident.title, zones: incident.zones, severity: incident.severity },
})
