import type { Incident, IncidentPage } from '@genba/contracts'
import { ActionIcon, Skeleton } from '@mantine/core'
import { Suspense, lazy, useMemo, useState } from 'react'
import { useWords } from '../i18n/use-words.js'
import { Dialog } from '../ui/dialog.js'
import { ExpandIcon } from '../ui/icons.js'
import { Panel } from '../ui/panel.js'
import { usePlantNames } from '../ui/plant-names.js'
import { PlantTime } from '../ui/times.js'
import { pictureOf } from '../ui/zone-map/picture.js'
import { actorName } from './told.js'
import styles from './zone-map-panel.module.css'

const ZoneMap = lazy(() =>
  import('../ui/zone-map/zone-map.js').then(({ ZoneMap: component }) => ({ default: component })),
)

/** The plant's zones with the incident in them, and the same in words. */
export function ZoneMapPanel({ page }: { page: IncidentPage }) {
  const { t } = useWords()
  const { plant } = usePlantNames(page.incident.plant)
  const [isBig, setBig] = useState(false)
  const picture = useMemo(() => pictureOf(page), [page])
  const enlarge = (
    <ActionIcon
      size="sm"
      variant="subtle"
      color="gray"
      aria-label={t('map.enlarge')}
      title={t('map.enlarge')}
      onClick={() => setBig(true)}
    >
      <ExpandIcon />
    </ActionIcon>
  )
  const map = plant && (
    <Suspense fallback={<Skeleton height="100%" />}>
      <ZoneMap plant={plant} picture={picture} />
    </Suspense>
  )
  return (
    <Panel title={t('map.title')} note={enlarge} isFlush>
      <div className={styles['map']}>{!isBig && map}</div>
      <SpreadList incident={page.incident} />
      <Dialog title={t('map.title')} isOpen={isBig} onClose={() => setBig(false)} size="min(1200px, 94vw)">
        <div className={styles['big']}>{isBig && map}</div>
      </Dialog>
    </Panel>
  )
}

function SpreadList({ incident }: { incident: Incident }) {
  const { t } = useWords()
  const names = usePlantNames(incident.plant)
  return (
    <div className={styles['spread']}>
      <h4>{t('map.spreadTitle')}</h4>
      {incident.spread.length === 0 && <p className={styles['dim']}>{t('map.noSpread')}</p>}
      <ol>
        {incident.spread.map(({ zone, from, conduit, shared, at }) => (
          <li key={`${conduit} ${zone}`}>
            <b>{t('map.from', { from: names.zone(from), to: names.zone(zone) })}</b>
            <span className={styles['dim']}>
              <PlantTime at={at} timeZone={names.timeZone} /> · {names.conduit(conduit)} · {t('map.shared')}{' '}
              {actorName(shared, names)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
