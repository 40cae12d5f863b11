import type { Alert, AlertGroup, Incident } from '@genba/contracts'
import { useId, useState } from 'react'
import { useWords } from '../i18n/use-words.js'
import { ChevronIcon } from '../ui/icons.js'
import { Panel } from '../ui/panel.js'
import { usePlantNames } from '../ui/plant-names.js'
import { SeverityTag } from '../ui/tags.js'
import { PlantTime } from '../ui/times.js'
import styles from './alerts.module.css'
import { AlertRecord } from './alert-record.js'

/** The alerts, counted by sensor rule and asset; each opens its sample records. */
export function Alerts({ incident }: { incident: Incident }) {
  const { t } = useWords()
  const groups = [...incident.groups].sort((a, b) => b.severity - a.severity || b.count - a.count)
  return (
    <Panel
      title={t('alerts.title')}
      note={t('alerts.kinds', { kinds: groups.length, alerts: incident.alerts })}
      isFlush
    >
      <ul>
        {groups.map((group) => (
          <GroupItem
            key={`${group.zone}/${group.asset ?? ''}/${group.rule}`}
            group={group}
            plant={incident.plant}
            incident={incident.id}
            samples={incident.samples.filter((alert) => belongs(alert, group))}
          />
        ))}
      </ul>
    </Panel>
  )
}

const belongs = (alert: Alert, group: AlertGroup): boolean =>
  alert.rule === group.rule && alert.zone === group.zone && alert.asset === group.asset

type GroupProps = { group: AlertGroup; plant: string; incident: string; samples: Alert[] }

function GroupItem({ group, plant, incident, samples }: GroupProps) {
  const { t, number } = useWords()
  const names = usePlantNames(plant)
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  return (
    <li className={styles['item']}>
      <button
        type="button"
        className={styles['open']}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
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
            <h4>{samples.length > 0 ? t('alerts.samples', { count: samples.length }) : t('alerts.noSamples')}</h4>
            {samples.map((alert) => (
              <AlertRecord key={alert.id} alert={alert} incident={incident} names={names} />
            ))}
          </div>
        )}
      </div>
    </li>
  )
}
