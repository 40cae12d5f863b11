import type { IncidentRow } from '@genba/contracts'
import { Link } from '@tanstack/react-router'
import { useWords } from '../i18n/use-words.js'
import { Panel } from '../ui/panel.js'
import { PhaseTrack } from '../ui/phase-track.js'
import { Empty } from '../ui/states.js'
import { SeverityTag, Tag } from '../ui/tags.js'
import styles from './plant-page.module.css'

export function PlantIncidents({ rows }: { rows: readonly IncidentRow[] }) {
  const { t, pick, number } = useWords()
  return (
    <Panel title={t('plant.incidents')} note={rows.length > 0 ? number(rows.length) : undefined} isFlush>
      {rows.length === 0 && <Empty title={t('plant.noIncidents')} isSmall />}
      <ul className={styles['incidents']}>
        {rows.map((row) => (
          <li key={row.id}>
            <SeverityTag severity={row.severity} />
            <Link to="/incidents/$id" params={{ id: row.id }}>
              {pick(row.title)}
            </Link>
            {row.drill && <Tag tone="accent">{t('list.drill')}</Tag>}
            {(row.response?.waiting.length ?? 0) > 0 && (
              <Tag tone="high">{t('list.waiting', { count: row.response?.waiting.length ?? 0 })}</Tag>
            )}
            {row.response && <PhaseTrack response={row.response} />}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
