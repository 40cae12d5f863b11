import type { AlertRow, Endpoint } from '@genba/contracts'
import type { CSSProperties } from 'react'
import { useWords } from '../i18n/use-words.js'
import { usePlantNames } from '../ui/plant-names.js'
import { SeverityTag, Tag } from '../ui/tags.js'
import { PlantTime } from '../ui/times.js'
import styles from './alerts-page.module.css'

type Props = { row: AlertRow; isChosen: boolean; onChoose: () => void; style: CSSProperties }

export function AlertLine({ row: { alert, incident }, isChosen, onChoose, style }: Props) {
  const { t } = useWords()
  const names = usePlantNames(alert.plant)
  const ends = [alert.src, alert.dst].map(addressOf).filter(Boolean).join(' → ')
  return (
    <li className={styles['row']} style={style}>
      <button type="button" className={styles['alert']} aria-current={isChosen ? 'true' : undefined} onClick={onChoose}>
        <SeverityTag severity={alert.severity} />
        <span className={styles['what']}>
          <b>{alert.name}</b>
          <span className={styles['dim']}>
            {names.zone(alert.zone)} {alert.asset && names.asset(alert.asset)} {ends}
          </span>
        </span>
        <span className={styles['tags']}>
          {alert.drill !== undefined && <Tag tone="accent">{t('list.drill')}</Tag>}
          {incident !== undefined && <Tag tone="high">{t('alertSearch.inOne')}</Tag>}
        </span>
        <span className={styles['dim']}>
          <PlantTime at={alert.receivedAt} timeZone={names.timeZone} />
        </span>
      </button>
    </li>
  )
}

const addressOf = (endpoint: Endpoint | undefined): string =>
  endpoint ? [endpoint.ip ?? endpoint.mac, endpoint.port].filter((part) => part !== undefined).join(':') : ''
