import type { AlertGroup, Incident } from '@genba/contracts'
import { useEffect } from 'react'
import { AlarmActions } from '../alarms/alarm-actions.js'
import { AlarmStateTag } from '../alarms/alarm-state-tag.js'
import { useAlarms } from '../api/alarms.js'
import { useWords } from '../i18n/use-words.js'
import { usePlantNames } from '../ui/plant-names.js'
import { Failure, Loading } from '../ui/states.js'
import { PlantTime } from '../ui/times.js'
import { focusOn } from '../ui/use-keys.js'
import styles from './alerts.module.css'

type Props = { incident: Incident; group: AlertGroup; isAwaited: boolean }

/** The alarms that a group's alerts made, where the operator meets them: acknowledged and shelved beside the incident. */
export function GroupAlarms({ incident: { plant, drill }, group: { zone, asset, rule }, isAwaited }: Props) {
  const { t } = useWords()
  const { timeZone } = usePlantNames(plant)
  const found = useAlarms(plant, { shown: 'all', zone, asset, rule, drill })
  // Without an asset the question is for all of the zone's.
  const alarms = found.data?.pages.flatMap((page) => page.alarms.filter((alarm) => alarm.asset === asset))
  const isHere = alarms !== undefined
  useEffect(() => {
    if (isAwaited && isHere) focusOn(SHELVE)
  }, [isAwaited, isHere])
  if (found.isPending) return <Loading rows={1} />
  if (!alarms) return <Failure error={found.error} onRetry={() => void found.refetch()} />
  return (
    <>
      <h4>{alarms.length > 0 ? t('alerts.alarms') : t('alerts.noAlarms')}</h4>
      {alarms.map((alarm) => (
        <div key={alarm.id} className={styles['alarm']}>
          <p>
            <AlarmStateTag at={alarm.state.at} /> <PlantTime at={alarm.state.since} timeZone={timeZone} />{' '}
            <span className={styles['code']}>{alarm.sensor}</span>
          </p>
          <AlarmActions alarm={alarm} />
        </div>
      ))}
    </>
  )
}

export const SHELVE = '[data-key="shelve"]'
