import type { Incident, RelatedIncident } from '@genba/contracts'
import { Link } from '@tanstack/react-router'
import { useRelated } from '../../api/queries.js'
import { useWords } from '../../i18n/use-words.js'
import { Panel } from '../../ui/panel.js'
import { usePlantNames } from '../../ui/plant-names.js'
import { actorName } from '../told.js'
import styles from './grouping.module.css'

const SHOWN = 5

/** Other open incidents of the plant, those with most in common first. */
export function Related({ incident }: { incident: Incident }) {
  const { t, pick } = useWords()
  const related = useRelated(incident.id)
  const incidents = (related.data?.incidents ?? []).slice(0, SHOWN)
  return (
    <Panel title={t('grouping.related')}>
      {incidents.length === 0 ? (
        <p className={styles['dim']}>{t('grouping.noRelated')}</p>
      ) : (
        <ul className={styles['list']}>
          {incidents.map((each) => (
            <li key={each.id}>
              <Link to="/incidents/$id" params={{ id: each.id }}>
                {pick(each.title)}
              </Link>
              <RelatedReasons related={each} plant={incident.plant} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

/** What two incidents have in common, in a line. */
export function RelatedReasons({ related, plant }: { related: RelatedIncident; plant: string }) {
  const { t, span } = useWords()
  const names = usePlantNames(plant)
  const { shared, zonesShared, conduits, techniques, gapMs } = related
  const reasons = [
    ...(zonesShared.length > 0 ? [`${t('grouping.sameZone')}: ${zonesShared.map(names.zone).join(', ')}`] : []),
    ...(conduits.length > 0 ? [`${t('grouping.conduits')}: ${conduits.map(names.conduit).join(', ')}`] : []),
    ...(shared.length > 0
      ? [`${t('grouping.shared')}: ${shared.map((name) => actorName(name, names)).join(', ')}`]
      : []),
    ...(techniques.length > 0 ? [`${t('grouping.techniques')}: ${techniques.join(' ')}`] : []),
    gapMs === 0 ? t('grouping.near') : t('grouping.gap', { gap: span(gapMs) }),
  ]
  return <span className={styles['dim']}>{reasons.join(' · ')}</span>
}
