import { severityWord, type PlantSummary } from '@genba/contracts'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useWords } from '../i18n/use-words.js'
import { SeverityTag, Tag } from '../ui/tags.js'
import { Clock } from '../ui/times.js'
import { urgencyOf } from './arrange.js'
import styles from './tile.module.css'

/** One plant. Drawn again only when its summary changed. */
export const Tile = memo(function Tile({ plant, index }: { plant: PlantSummary; index: number }) {
  const { t, pick } = useWords()
  const urgency = urgencyOf(plant)
  return (
    <Link
      to="/plants/$plant"
      params={{ plant: plant.id }}
      className={styles['tile']}
      data-tile={index}
      data-urgency={urgency}
      aria-label={`${pick(plant.name)}: ${t(`situation.urgency.${urgency}`)}`}
    >
      <span className={styles['line']}>
        <b className={styles['name']}>{pick(plant.name)}</b>
        {plant.state !== 'running' && <Tag tone="info">{t(`plantState.${plant.state}`)}</Tag>}
        {plant.drills > 0 && <Tag tone="accent">{t('list.drill')}</Tag>}
      </span>
      {urgency === 'calm' ? (
        <span className={styles['dim']}>{t('situation.calmZones', { count: plant.zones })}</span>
      ) : (
        <Trouble plant={plant} />
      )}
    </Link>
  )
})

function Trouble({ plant }: { plant: PlantSummary }) {
  const { t, pick } = useWords()
  return (
    <>
      <span className={`${styles['line']} ${styles['tags']}`}>
        {plant.open > 0 && <SeverityTag severity={plant.severity} />}
        {plant.late > 0 && <Tag tone="critical">{t('list.late')}</Tag>}
        {plant.waiting > 0 && <Tag tone="high">{t('list.waiting', { count: plant.waiting })}</Tag>}
        {plant.parked > 0 && <Tag tone="critical">{t('situation.parked', { count: plant.parked })}</Tag>}
        {plant.flooding.length > 0 && (
          <Tag tone="medium">
            {[
              t('situation.flooding', { count: plant.flooding.length }),
              ...(plant.floodingDesks ?? []).map(({ name }) => pick(name)),
            ].join(' · ')}
          </Tag>
        )}
        {plant.silent > 0 && <Tag tone="medium">{t('situation.silent', { count: plant.silent })}</Tag>}
      </span>
      <span className={styles['line']}>
        <Zones plant={plant} />
        <span className={styles['dim']}>
          {t('situation.hit', { hit: plant.hit.length, zones: plant.zones, incidents: plant.open })}
        </span>
        {plant.phaseSince !== undefined && (
          <span className={styles['clock']}>
            <Clock since={plant.phaseSince} />
          </span>
        )}
      </span>
    </>
  )
}

const ZONES_MAX = 8

/** Zones that are hit as filled squares, the more bars the worse; the rest of the plant is the number beside. */
function Zones({ plant }: { plant: PlantSummary }) {
  return (
    <span className={styles['zones']} aria-hidden="true">
      {plant.hit.slice(0, ZONES_MAX).map(({ zone, severity }) => (
        <i key={zone} data-severity={severityWord(severity)} />
      ))}
    </span>
  )
}
