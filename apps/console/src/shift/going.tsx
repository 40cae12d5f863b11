import type { IncidentRow } from '@genba/contracts'
import { Link } from '@tanstack/react-router'
import { useWords } from '../i18n/use-words.js'
import { PhaseTrack } from '../ui/phase-track.js'
import { usePlantNames } from '../ui/plant-names.js'
import { Empty } from '../ui/states.js'
import { SeverityTag, Tag } from '../ui/tags.js'
import styles from './shift-page.module.css'

/** The open incidents of the plant, large. */
export function Going({ rows }: { rows: readonly IncidentRow[] }) {
  const { t } = useWords()
  return (
    <section className={styles['section']} aria-labelledby="going">
      <h2 id="going">{t('shift.going')}</h2>
      {rows.length === 0 && <Empty title={t('shift.noneGoing')} />}
      <ul className={styles['list']}>
        {rows.map((row) => (
          <li key={row.id}>
            <GoingLine row={row} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function GoingLine({ row }: { row: IncidentRow }) {
  const { t, pick } = useWords()
  const names = usePlantNames(row.plant)
  return (
    <Link to="/incidents/$id" params={{ id: row.id }} className={styles['going']}>
      <span className={styles['line']}>
        <SeverityTag severity={row.severity} />
        <b>{pick(row.title)}</b>
        {row.drill && <Tag tone="accent">{t('list.drill')}</Tag>}
      </span>
      <span className={styles['line']}>
        <span className={styles['dim']}>{row.zones.map(names.zone).join(' → ')}</span>
        {row.response && <PhaseTrack response={row.response} />}
      </span>
    </Link>
  )
}
