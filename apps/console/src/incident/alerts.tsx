import type { Alert, AlertGroup, Incident } from '@genba/contracts'
import { useId, useState } from 'react'
import { useWords } from '../i18n/use-words.js'
import { ChevronIcon } from '../ui/icons.js'
import { Panel } from '../ui/panel.js'
import { usePlantNames } from '../ui/plant-names.js'
import { SeverityTag } from '../ui/tags.js'
import { PlantTime } from '../ui/times.js'
import styles from './alerts.module.css'
import { focusOn, useKeys } from '../ui/use-keys.js'
import { AlertRecord } from './alert-record.js'
import { GroupAlarms, SHELVE } from './group-alarms.js'

/** The alerts, counted by sensor rule and asset; each opens its alarms and its sample records. The key h goes to the first alarm that can be shelved. */
export function Alerts({ incident }: { incident: Incident }) {
  const { t } = useWords()
  const groups = [...incident.groups].sort((a, b) => b.severity - a.severity || b.count - a.count)
  const [awaited, setAwaited] = useState<string>()
  const toShelve = (): void => {
    if (document.querySelector(SHELVE)) focusOn(SHELVE)
    else if (groups[0]) setAwaited(keyOf(groups[0]))
  }
  useKeys({ h: toShelve })
  return (
    <Panel
      title={t('alerts.title')}
      note={t('alerts.kinds', { kinds: groups.length, alerts: incident.alerts })}
      isFlush
    >
      <ul>
        {groups.map((group) => (
          <GroupItem
            key={keyOf(group)}
            group={group}
            incident={incident}
            isAwaited={keyOf(group) === awaited}
            onClosed={() => setAwaited(undefined)}
            samples={incident.samples.filter((alert) => belongs(alert, group))}
          />
        ))}
      </ul>
    </Panel>
  )
}

const keyOf = ({ zone, asset = '', rule }: AlertGroup): string => `${zone}/${asset}/${rule}`

const belongs = (alert: Alert, group: AlertGroup): boolean =>
  alert.rule === group.rule && alert.zone === group.zone && alert.asset === group.asset

type GroupProps = { group: AlertGroup; incident: Incident; samples: Alert[]; isAwaited: boolean; onClosed: () => void }

function GroupItem({ group, incident, samples, isAwaited, onClosed }: GroupProps) {
  const { t, number } = useWords()
  const names = usePlantNames(incident.plant)
  const id = useId()
  const [isOpened, setOpen] = useState(false)
  const isOpen = isOpened || isAwaited
  const toggle = (): void => {
    setOpen(!isOpen)
    if (isOpen) onClosed()
  }
  return (
    <li className={styles['item']}>
      <button type="button" className={styles['open']} aria-expanded={isOpen} aria-controls={id} onClick={toggle}>
        <ChevronIcon />
        <span className={styles['name']}>{group.name}</span>
        <span className={styles['count']}>
          <b>× {number(group.count)}</b>
          <SeverityTag severity={group.severity} />
        </span>
        <span className={styles['facts']}>
          <span>
            {names.zone(group.zone)}
            {group.asset && ` / ${names.asset(group.asset)}`}
          </span>
          <span>
            {t('alerts.last')} <PlantTime at={group.lastAt} timeZone={names.timeZone} />
          </span>
          <span className={styles['code']}>{group.rule}</span>
        </span>
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen && (
          <div className={styles['records']}>
            <GroupAlarms incident={incident} group={group} isAwaited={isAwaited} />
            <h4>{samples.length > 0 ? t('alerts.samples', { count: samples.length }) : t('alerts.noSamples')}</h4>
            {samples.map((alert) => (
              <AlertRecord key={alert.id} alert={alert} incident={incident.id} names={names} />
            ))}
          </div>
        )}
      </div>
    </li>
  )
}
