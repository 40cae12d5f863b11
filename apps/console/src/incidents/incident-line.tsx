import type { IncidentRow } from '@genba/contracts'
import { Link } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import { useWords } from '../i18n/use-words.js'
import { PhaseTrack } from '../ui/phase-track.js'
import { usePlantNames } from '../ui/plant-names.js'
import { ResponseTag, SeverityTag, Tag } from '../ui/tags.js'
import { Age, PlantTime } from '../ui/times.js'
import styles from './incident-table.module.css'

type Props = { row: IncidentRow; index: number; isFresh: boolean; style: CSSProperties }

export function IncidentLine({ row, index, isFresh, style }: Props) {
  const { t, pick, number } = useWords()
  const names = usePlantNames(row.plant)
  const isWaiting = row.state === 'open' && (row.response?.waiting.length ?? 0) > 0
  const zones = row.zones.map(names.zone).join(' → ')
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`${styles['row']} ${styles['grid']}`}
      data-waiting={isWaiting}
      data-fresh={isFresh}
      style={style}
    >
      <span role="cell">
        <SeverityTag severity={row.severity} />
      </span>
      <div role="cell" className={styles['what']}>
        <div className={styles['line']}>
          <Link to="/incidents/$id" params={{ id: row.id }} data-row={index} title={pick(row.title)}>
            {pick(row.title)}
          </Link>
          <RowTags row={row} isWaiting={isWaiting} />
        </div>
        <div className={`${styles['dim']} ${styles['cut']}`}>{row.techniques.join(' ') || t('app.none')}</div>
      </div>
      <div role="cell" className={styles['where']}>
        <div className={styles['cut']}>{names.name}</div>
        <div className={`${styles['dim']} ${styles['cut']}`} title={zones}>
          {zones}
        </div>
      </div>
      <div role="cell">
        {row.response ? (
          <PhaseTrack response={row.response} />
        ) : (
          <span className={styles['dim']}>{t('list.noResponse')}</span>
        )}
      </div>
      <span role="cell" className={styles['number']} title={t('list.alertsOf', { count: row.alerts })}>
        {number(row.alerts)}
      </span>
      <span role="cell" className={`${styles['number']} ${styles['last']} ${styles['dim']}`}>
        <PlantTime at={row.lastAt} timeZone={names.timeZone} />
      </span>
      <span role="cell" className={styles['number']}>
        <Age at={row.openedAt} />
      </span>
    </div>
  )
}

function RowTags({ row, isWaiting }: { row: IncidentRow; isWaiting: boolean }) {
  const { t } = useWords()
  return (
    <>
      {row.drill && <Tag tone="accent">{t('list.drill')}</Tag>}
      {row.state !== 'open' && <Tag tone="info">{t(`incidentState.${row.state}`)}</Tag>}
      {isWaiting && <Tag tone="high">{t('list.waiting', { count: row.response?.waiting.length ?? 0 })}</Tag>}
      {row.state === 'open' && row.response?.lateAt !== undefined && <Tag tone="critical">{t('list.late')}</Tag>}
      {row.state === 'open' && row.response?.state === 'parked' && <ResponseTag state="parked" />}
    </>
  )
}
