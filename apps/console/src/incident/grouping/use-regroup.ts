import { may, type Incident } from '@genba/contracts'
import { useWords } from '../../i18n/use-words.js'
import { actorOf } from '../../ui/actor.js'
import { useMe } from '../../ui/me.js'

/** The newest operation that was carried out, which a wish says that its person had seen. */
export const seenOf = ({ operations = [] }: Incident): string =>
  operations.findLast(({ refused }) => refused === undefined)?.id ?? ''

/** Why this person may not change how signals are grouped; undefined when they may. */
export function useRefusal(incident: Incident): string | undefined {
  const { t } = useWords()
  const me = useMe()
  return may(actorOf(me), 'incident.regroup', incident.plant) ? undefined : t('grouping.noPermission')
}
