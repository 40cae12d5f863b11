import { AlarmVerdict } from '@genba/contracts'
import { useAlarmPositions } from '../api/alarms.js'
import type { Answer } from '../api/client.js'
import { useWords } from '../i18n/use-words.js'
import { timeText } from '../ui/format.js'
import { usePlantNames } from '../ui/plant-names.js'
import { Failure, Loading } from '../ui/states.js'
import { useNow } from '../ui/use-now.js'
import styles from './alarms-page.module.css'

type Positions = Answer<'listAlarmPositions'>['positions']
const GROUPS_MAX = 4

/** Which operator positions are flooded, and where all alerts of the plant went. */
export function Position({ plant }: { plant: string }) {
  const { t, number } = useWords()
  const found = useAlarmPositions(plant)
  if (found.isPending) return <Loading rows={1} />
  if (!found.data) return <Failure error={found.error} onRetry={() => void found.refetch()} />
  const positions = found.data
  const sumOf = (verdict: AlarmVerdict) => positions.reduce((sum, { counts }) => sum + counts[verdict], 0)
  return (
    <div className={styles['stack']}>
      <Floods plant={plant} positions={positions} />
      <dl className={styles['counters']} aria-label={t('alarms.counters')}>
        {AlarmVerdict.options.map((verdict) => (
          <div key={verdict} className={styles['counter']}>
            <dt>{t(`alarms.verdict.${verdict}`)}</dt>
            <dd>{number(sumOf(verdict))}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function Floods({ plant, positions }: { plant: string; positions: Positions }) {
  const { t, language } = useWords()
  const names = usePlantNames(plant)
  const now = useNow()
  const foldName = (by: 'rule' | 'asset' | 'zone', key: string): string => {
    if (by === 'rule') return key
    if (by === 'zone') return names.zone(key)
    // `zone/asset`; nothing behind the slash where no asset is known.
    const slash = key.indexOf('/')
    return names.asset(key.slice(slash + 1)) || t('alarms.noAsset', { zone: names.zone(key.slice(0, slash)) })
  }
  return (
    <div role="status">
      {positions.map(({ id, zone, desk, flood }) =>
        flood.at === 'quiet' ? null : (
          <div key={id} className={styles['flood']}>
            <b>⚠ {t('alarms.flood', { position: names.position({ zone, desk }), alarms: flood.alarms })}</b>
            <span>{t('alarms.floodSince', { time: timeText(flood.from, now, language, names.timeZone) })}</span>
            {flood.groups.slice(0, GROUPS_MAX).map(({ key, alarms }) => (
              <span key={key}>{t('alarms.floodGroup', { key: foldName(flood.by, key), alarms })}</span>
            ))}
          </div>
        ),
      )}
    </div>
  )
}
