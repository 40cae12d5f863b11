import type { StandingAlarm } from '@genba/contracts'
import type { CSSProperties } from 'react'
import { useWords } from '../i18n/use-words.js'
import { usePlantNames } from '../ui/plant-names.js'
import { SeverityTag, Tag } from '../ui/tags.js'
import { PlantTime } from '../ui/times.js'
import { AlarmStateTag } from './alarm-state-tag.js'
import styles from './alarm-table.module.css'

type Props = {
  alarm: StandingAlarm
  index: number
  isChosen: boolean
  onChoose: (alarm: StandingAlarm) => void
  style: CSSProperties
}

export function AlarmLine({ alarm, index, isChosen, onChoose, style }: Props) {
  const { t, number } = useWords()
  const names = usePlantNames(alarm.plant)
  const { name, zone, asset, state, rhythm, age } = alarm
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      className={`${styles['row']} ${styles['grid']}`}
      style={style}
    >
      <span role="cell">
        <SeverityTag severity={alarm.severity} />
      </span>
      <span role="cell" className={styles['what']}>
        <button type="button" data-row={index} title={name} onClick={() => onChoose(alarm)}>
          {name}
        </button>
      </span>
      <span role="cell" className={styles['cut']} title={names.zone(zone)}>
        {names.zone(zone)}
      </span>
      <span role="cell" className={styles['cut']}>
        {asset === undefined ? t('app.none') : names.asset(asset)}
      </span>
      <span role="cell">
        <AlarmStateTag at={state.at} />
      </span>
      <span role="cell" className={styles['tags']}>
        {rhythm === 'chattering' && <Tag tone="medium">≋ {t('alarms.chattering')}</Tag>}
        {age === 'stale' && <Tag tone="info">◔ {t('alarms.stale')}</Tag>}
        {rhythm === 'steady' && age !== 'stale' && <span className={styles['dim']}>{t('alarms.steady')}</span>}
      </span>
      <span role="cell" className={styles['number']}>
        {number(alarm.count)}
      </span>
      <span role="cell" className={`${styles['number']} ${styles['dim']}`}>
        <PlantTime at={alarm.lastAt} timeZone={names.timeZone} />
      </span>
    </div>
  )
}
