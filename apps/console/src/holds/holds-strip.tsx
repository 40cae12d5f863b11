import { isOver, type IncidentPage } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import { Panel } from '../ui/panel.js'
import { HoldItem } from './hold-item.js'
import styles from './holds.module.css'

/** What is blocked for a time because of this incident, above everything else; nothing where nothing is. */
export function HoldsStrip({ page: { incident, response } }: { page: IncidentPage }) {
  const { t } = useWords()
  const standing = (response?.holds ?? []).filter((hold) => !isOver(hold))
  if (standing.length === 0) return null
  return (
    <Panel title={t('holds.title')} note={standing.length} isFlush>
      <ul className={styles['list']}>
        {standing.map((hold) => (
          <HoldItem
            key={hold.id}
            of={{ plant: incident.plant, incident: incident.id, hold }}
            isDrill={incident.drill !== undefined}
            size="compact-sm"
          />
        ))}
      </ul>
    </Panel>
  )
}
