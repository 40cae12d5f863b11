import type { StandingAlarm } from '@genba/contracts'
import { useCovers } from '../api/alarms.js'
import { useWords } from '../i18n/use-words.js'
import { Panel } from '../ui/panel.js'
import { usePlantNames } from '../ui/plant-names.js'
import { Empty } from '../ui/states.js'
import { PlantTime } from '../ui/times.js'
import { AlarmActions } from './alarm-actions.js'
import { AlarmStateTag } from './alarm-state-tag.js'
import styles from './alarms-page.module.css'

export function AlarmDetails({ alarm, isGone }: { alarm: StandingAlarm | undefined; isGone: boolean }) {
  const { t } = useWords()
  return (
    <div className={styles['stack']}>
      <Panel title={t('alarms.details')}>
        <p role="status" className={styles['dim']}>
          {isGone && t('alarms.gone')}
        </p>
        {alarm ? <Facts alarm={alarm} /> : <Empty title={t('alarms.choose')} isSmall />}
      </Panel>
    </div>
  )
}

function Facts({ alarm }: { alarm: StandingAlarm }) {
  const { t, number } = useWords()
  const names = usePlantNames(alarm.plant)
  const { state, asset, sensor, detector, samples } = alarm
  const time = (at: number) => <PlantTime at={at} timeZone={names.timeZone} />
  return (
    <>
      <p className={styles['name']}>{alarm.name}</p>
      <dl className={styles['facts']}>
        <dt>{t('alarms.state')}</dt>
        <dd>
          <AlarmStateTag at={state.at} />
        </dd>
        <Fact name={t('alarms.since')}>{time(state.since)}</Fact>
        {'by' in state && <Fact name={t('alarms.hiddenBy')}>{<Why plant={alarm.plant} cover={state.by} />}</Fact>}
        {'condition' in state && <Fact name={t('alarms.condition')}>{t(`alarms.conditionAt.${state.condition}`)}</Fact>}
        <Fact name={t('alarms.zone')}>{names.zone(alarm.zone)}</Fact>
        <Fact name={t('alarms.asset')}>{asset === undefined ? t('app.none') : names.asset(asset)}</Fact>
        <Fact name={t('alarms.rule')}>{alarm.rule}</Fact>
        {sensor !== undefined && <Fact name={t('alarms.sensor')}>{sensor}</Fact>}
        {detector !== undefined && <Fact name={t('alarms.detector')}>{detector}</Fact>}
        <Fact name={t('alarms.first')}>{time(alarm.firstAt)}</Fact>
        <Fact name={t('alarms.last')}>{time(alarm.lastAt)}</Fact>
        <Fact name={t('alarms.count')}>{number(alarm.count)}</Fact>
        <Fact name={t('alarms.annunciations')}>{number(alarm.annunciations)}</Fact>
        <Fact name={t('alarms.fleeting')}>{number(alarm.fleeting)}</Fact>
        <Fact name={t('alarms.places')}>{samples.join(', ')}</Fact>
      </dl>
      <AlarmActions alarm={alarm} />
    </>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** The reason that a person gave; a suppression rule stands for itself. */
function Why({ plant, cover }: { plant: string; cover: string }) {
  const found = useCovers(plant).data?.find(({ id }) => id === cover)
  return <>{found ? `${found.cover.reason} (${found.cover.by})` : cover}</>
}
