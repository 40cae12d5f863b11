import type { PhaseFigures, PhaseTimes, Plant } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import { usePhaseTimes } from '../api/queries.js'
import { usePlantNames } from '../ui/plant-names.js'
import { Failure, Loading } from '../ui/states.js'
import { Tag } from '../ui/tags.js'
import styles from './plant-page.module.css'

const DAYS = 7

/** Where and when the four phases take long: the OODA clock of the last days by zone and by shift. */
export function PlantClock({ plant }: { plant: Plant }) {
  const { t } = useWords()
  const names = usePlantNames(plant.id)
  const times = usePhaseTimes(plant.id, DAYS)
  if (times.isPending) return <Loading rows={3} height={40} />
  if (!times.data) return <Failure error={times.error} onRetry={() => void times.refetch()} />
  const { zones, shifts, isCut } = times.data
  const shiftName = ({ from, to }: PhaseTimes['shifts'][number]): string =>
    from === undefined ? t('plant.clock.noShift') : `${from}–${to ?? ''}`
  return (
    <>
      <p className={styles['hint']}>{t('plant.clock.hint', { count: DAYS })}</p>
      {isCut && <p className={styles['hint']}>{t('plant.clock.cut')}</p>}
      <Times
        title={t('plant.clock.byShift')}
        rows={shifts.map((shift) => ({ name: shiftName(shift), phases: shift.phases }))}
      />
      <Times
        title={t('plant.clock.byZone')}
        rows={zones.map(({ zone, phases }) => ({ name: names.zone(zone), phases }))}
      />
    </>
  )
}

function Times({ title, rows }: { title: string; rows: { name: string; phases: PhaseFigures[] }[] }) {
  const { t } = useWords()
  if (rows.length === 0) return null
  return (
    <div className={styles['scroll']}>
      <table className={styles['table']}>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('plant.name')}</th>
            {rows[0]!.phases.map(({ phase }) => (
              <th key={phase} scope="col">
                {t(`phase.${phase}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, phases }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {phases.map((figures) => (
                <td key={figures.phase}>
                  <Figures figures={figures} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Figures({ figures: { stays, late, totalMs, longestMs } }: { figures: PhaseFigures }) {
  const { t, span } = useWords()
  if (stays === 0) return t('app.none')
  return (
    <span title={t('plant.clock.longest', { time: span(longestMs) })}>
      {span(totalMs / stays)} <span className={styles['dim']}>{t('plant.clock.stays', { count: stays })}</span>{' '}
      {late > 0 && <Tag tone="high">{t('plant.clock.late', { count: late })}</Tag>}
    </span>
  )
}
