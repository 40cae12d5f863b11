import type { HiddenAlerts, PlantCover } from '@genba/contracts'
import { useAlarmPositions } from '../api/alarms.js'
import { useWords } from '../i18n/use-words.js'
import { Panel } from '../ui/panel.js'
import { usePlantNames } from '../ui/plant-names.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import table from '../ui/table.module.css'
import { Tag } from '../ui/tags.js'
import { PlantTime } from '../ui/times.js'

type Props = { plant: string; covers: readonly PlantCover[] }

/** Nothing that was hidden is unlisted: by what, how many, and where in the topic the newest are. */
export function Hidden({ plant, covers }: Props) {
  const { t } = useWords()
  const positions = useAlarmPositions(plant)
  const rows = (positions.data ?? []).flatMap(({ zone = '', hidden }) =>
    hidden.map((one) => ({ zone: one.zone ?? zone, one })),
  )
  return (
    <Panel title={t('alarms.hidden')} isFlush>
      {positions.isPending ? (
        <Loading rows={3} />
      ) : !positions.data ? (
        <Failure error={positions.error} onRetry={() => void positions.refetch()} />
      ) : rows.length === 0 ? (
        <Empty title={t('alarms.hiddenNone')} isSmall />
      ) : (
        <div className={table['frame']} tabIndex={0} role="region" aria-label={t('alarms.hidden')}>
          <table className={table['table']}>
            <thead>
              <tr>
                {(['what', 'zone', 'alerts', 'full', 'last', 'places'] as const).map((head) => (
                  <th key={head} scope="col">
                    {t(`alarms.${head}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ zone, one }) => (
                <Row key={`${zone} ${one.id}`} plant={plant} zone={zone} one={one} covers={covers} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}

function Row({ plant, zone, one, covers }: Props & { zone: string; one: HiddenAlerts }) {
  const { t, number } = useWords()
  const names = usePlantNames(plant)
  const reason = covers.find(({ id }) => id === one.id)?.cover.reason
  return (
    <tr>
      <td className={table['wide']}>
        <Tag tone="accent">{t(`alarms.kind.${one.kind}`)}</Tag> {reason ?? one.id}
      </td>
      <td>{names.zone(zone)}</td>
      <td>{number(one.alerts)}</td>
      <td>{number(one.full)}</td>
      <td>
        <PlantTime at={one.lastAt} timeZone={names.timeZone} />
      </td>
      <td className={`${table['wide']} ${table['mono']}`}>{one.samples.join(', ')}</td>
    </tr>
  )
}
