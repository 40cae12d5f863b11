import type { PlantCover } from '@genba/contracts'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/use-words.js'
import { usePlantNames } from '../ui/plant-names.js'
import table from '../ui/table.module.css'
import { Tag } from '../ui/tags.js'
import { PlantTime } from '../ui/times.js'
import { useNow } from '../ui/use-now.js'

type Props = { covers: readonly PlantCover[]; label: string; actionsOf?: (cover: PlantCover) => ReactNode }

/** Covers with what they hide, why, by whom and until when. */
export function CoverTable({ covers, label, actionsOf }: Props) {
  const { t } = useWords()
  return (
    <div className={table['frame']} tabIndex={0} role="region" aria-label={label}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">{t('alarms.what')}</th>
            <th scope="col">{t('alarms.zone')}</th>
            <th scope="col">{t('alarms.reason')}</th>
            <th scope="col">{t('alarms.by')}</th>
            <th scope="col">{t('alarms.until')}</th>
            {actionsOf && <td />}
          </tr>
        </thead>
        <tbody>
          {covers.map((one) => (
            <tr key={one.id}>
              <td>
                <What cover={one.cover} />
              </td>
              <td>
                <Place cover={one.cover} />
              </td>
              <td className={table['wide']}>{one.cover.reason}</td>
              <td>
                <By cover={one} />
              </td>
              <td>
                <Until cover={one} />
              </td>
              {actionsOf && <td className={table['end']}>{actionsOf(one)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function What({ cover }: { cover: PlantCover['cover'] }) {
  const { t } = useWords()
  const names = usePlantNames(cover.plant)
  const rule = 'rule' in cover ? cover.rule : undefined
  const asset = cover.asset === undefined ? undefined : names.asset(cover.asset)
  return (
    <>
      <strong>{rule ?? asset ?? t('alarms.wholeZone')}</strong>
      <div>
        <Tag tone="accent">{t(`alarms.kind.${cover.kind}`)}</Tag>
      </div>
    </>
  )
}

function Place({ cover }: { cover: PlantCover['cover'] }) {
  const { t } = useWords()
  const names = usePlantNames(cover.plant)
  return (
    <>
      {names.zone(cover.zone)}
      <div className={table['dim']}>{cover.asset === undefined ? t('alarms.anyAsset') : names.asset(cover.asset)}</div>
    </>
  )
}

function By({ cover: { at, plant, cover, approved } }: { cover: PlantCover }) {
  const { t } = useWords()
  const { timeZone } = usePlantNames(plant)
  return (
    <>
      {cover.by} <PlantTime at={at} timeZone={timeZone} />
      {approved && <div className={table['dim']}>{t('alarms.approved', { by: approved.by })}</div>}
    </>
  )
}

/** A clock to its end, or how it ended. */
function Until({ cover: { plant, cover, refused, ended } }: { cover: PlantCover }) {
  const { t, clock, span } = useWords()
  const { timeZone } = usePlantNames(plant)
  const now = useNow()
  if (refused) return <>{t('alarms.refused', refused)}</>
  if (cover.kind === 'request' || cover.until === undefined) return <>{t('alarms.noEnd')}</>
  const over = ended ? t('alarms.ended', ended) : t('alarms.expired')
  const left =
    cover.from > now
      ? t('alarms.starts', { time: span(cover.from - now) })
      : t('alarms.left', { time: clock(cover.until - now) })
  return (
    <>
      {cover.until > now && !ended ? <strong>{left}</strong> : over}
      <div className={table['dim']}>
        <PlantTime at={cover.until} timeZone={timeZone} />
      </div>
    </>
  )
}
