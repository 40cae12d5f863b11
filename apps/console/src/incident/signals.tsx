import type { Incident, SignalSummary } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import { Panel } from '../ui/panel.js'
import { usePlantNames } from '../ui/plant-names.js'
import { SeverityTag } from '../ui/tags.js'
import { PlantTime } from '../ui/times.js'
import styles from './signals.module.css'

/** Why the alerts became one incident: each rule that fired, with its window, values and count. */
export function Signals({ incident }: { incident: Incident }) {
  const { t, number } = useWords()
  const newestFirst = [...incident.signals].sort((a, b) => b.firedAt - a.firedAt)
  const { signals, groups, samples } = incident.evicted
  return (
    <Panel title={t('signals.title')} note={number(incident.signals.length)} isFlush>
      <ul className={styles['list']}>
        {newestFirst.map((signal) => (
          <SignalItem key={signal.id} signal={signal} plant={incident.plant} />
        ))}
      </ul>
      {signals + groups + samples > 0 && <p className={styles['evicted']}>{t('alerts.evicted', incident.evicted)}</p>}
    </Panel>
  )
}

function SignalItem({ signal, plant }: { signal: SignalSummary; plant: string }) {
  const { t, pick, span } = useWords()
  const names = usePlantNames(plant)
  const values = Object.entries(signal.group)
  return (
    <li>
      <div className={styles['title']}>
        <span>{pick(signal.rule.title)}</span>
        <SeverityTag severity={signal.severity} />
      </div>
      <p className={styles['facts']}>
        <b>{names.zone(signal.zone)}</b>
        <b>{t('signals.found', { count: signal.count, window: span(signal.timespanMs) })}</b>
        <span>
          {t('signals.fired')} <PlantTime at={signal.firedAt} timeZone={names.timeZone} />
        </span>
        <span>
          {t('signals.span')} <PlantTime at={signal.firstAt} timeZone={names.timeZone} />–
          <PlantTime at={signal.lastAt} timeZone={names.timeZone} />
        </span>
        {signal.rule.techniques.length > 0 && (
          <span>
            {t('signals.techniques')} <b>{signal.rule.techniques.join(' ')}</b>
          </span>
        )}
        <span>
          {t('signals.group')}{' '}
          {values.length === 0 ? (
            t('signals.ungrouped')
          ) : (
            <b className={styles['code']}>{values.map(([field, value]) => `${field}=${value}`).join(' ')}</b>
          )}
        </span>
      </p>
    </li>
  )
}
