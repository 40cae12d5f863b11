import type { Plant } from '@genba/contracts'
import { useQueries } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { codeOf } from '../api/client.js'
import { incidentQuery, useIncidents, usePlant } from '../api/queries.js'
import { useRooms } from '../api/live-provider.js'
import { useWords } from '../i18n/use-words.js'
import { inOrder } from '../incidents/order.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { Tag } from '../ui/tags.js'
import { pictureOfAll } from '../ui/zone-map/picture.js'
import { PlantIncidents } from './plant-incidents.js'
import { PlantMap } from './plant-map.js'
import styles from './plant-page.module.css'
import { PlantTables } from './plant-tables.js'

/** Incidents whose spread is drawn; a plant with more of them has its zones marked by the worst of these. */
const DRAWN_MAX = 12

/** One plant: its map with what goes on in it, and what it consists of. */
export function PlantPage() {
  const { t } = useWords()
  const { plant: id } = useParams({ from: '/shell/plants/$plant' })
  const plant = usePlant(id)
  if (plant.isPending) return <Loading rows={8} height={64} />
  if (plant.data) return <Loaded plant={plant.data} />
  if (codeOf(plant.error) !== 'NOT_FOUND') return <Failure error={plant.error} onRetry={() => void plant.refetch()} />
  return (
    <Empty title={t('plant.notFound')}>
      <Link to="/situation">{t('plant.toSituation')}</Link>
    </Empty>
  )
}

function Loaded({ plant }: { plant: Plant }) {
  const { t, pick } = useWords()
  const open = useIncidents('open', plant.id)
  const rows = inOrder(open.data?.incidents ?? [])
  const drawn = rows.filter(({ drill }) => drill === undefined).slice(0, DRAWN_MAX)
  useRooms(drawn.map(({ id }) => `incident:${id}`))
  const pages = useQueries({
    queries: drawn.map(({ id }) => incidentQuery(id)),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  })
  const picture = useMemo(() => pictureOfAll(pages), [pages])
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{pick(plant.name)}</h1>
        <Tag tone={plant.state === 'running' ? 'good' : 'info'} title={t('plant.state')}>
          {t(`plantState.${plant.state}`)}
        </Tag>
        <span className={styles['dim']}>{t('incident.timeZone', { zone: plant.timeZone })}</span>
      </header>
      <PlantMap plant={plant} picture={picture} />
      <div className={styles['side']}>
        <PlantIncidents rows={rows} />
        <PlantTables plant={plant} picture={picture} />
      </div>
    </div>
  )
}
