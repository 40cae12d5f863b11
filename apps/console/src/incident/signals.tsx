import type { Incident, SignalSummary } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import { Panel } from '../ui/panel.js'
import { usePlantNames } from '../ui/plant-names.js'
import { SeverityTag } from '../ui/tags.js'
import { PlantTime } from '../ui/times.js'
import { DetachSignal } from './grouping/detach-signal.js'
import styles from './signals.module.css'

/** Kinds of alerts that a signal names; the list of alerts has them all. */
const MEMBERS_SHOWN = 3

/** Why the alerts became one incident: each rule that fired, with its window, values and count. */
export function Signals({ incident }: { incident: Incident }) {
  const { t, number } = useWords()
  const newestFirst = [...incident.signals].sort((a, b) => b.firedAt - a.firedAt)
  const { signals, groups, samples } = incident.evicted
  return (
    <Panel title={t('signals.title')} note={number(incident.signals.length)} isFlush>
      <ul className={styles['list']}>
        {newestFirst.map((signal) => (
          <SignalItem key={signal.id} signal={signal} incident={incident} />
        ))}
      </ul>
      {signals + groups + samples > 0 && <p className={styles['evicted']}>{t('alerts.evicted', incident.evicted)}</p>}
    </Panel>
  )
}

function SignalItem({ signal, incident }: { signal: SignalSummary; incident: Incident }) {
  const { t, pick, span } = useWords()
  const names = usePlantNames(incident.plant)
  const time = (at: number) => <PlantTime at={at} timeZone={names.timeZone} />
  const hop = incident.spread.find(({ zone }) => zone === signal.zone)
  const values = Object.entries(signal.group)
  return (
    <li>
      <div className={styles['title']}>
        <span>{pick(signal.rule.title)}</span>
        <SeverityTag severity={signal.severity} />
        <DetachSignal incident={incident} signal={signal} />
      </div>
      <p className={styles['facts']}>
        <b>{names.zone(signal.zone)}</b>
        <b>{t('signals.found', { count: signal.count, window: span(signal.timespanMs) })}</b>
        <span>
          {t('signals.fired')} {time(signal.firedAt)}
        </span>
        <span>
          {t('signals.window')} {time(signal.firedAt - signal.timespanMs)}–{time(signal.firedAt)}
        </span>
        <span>
          {t('signals.span')} {time(signal.firstAt)}–{time(signal.lastAt)}
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
        {hop && (
          <span>
            {t('signals.conduit')} <b>{names.conduit(hop.conduit)}</b> ({t('map.shared')}{' '}
            <span className={styles['code']}>{hop.shared}</span>)
          </span>
        )}
      </p>
      <Members signal={signal.id} incident={incident} />
    </li>
  )
}

/** The alerts that it holds, by kind. */
function Members({ signal, incident }: { signal: string; incident: Incident }) {
  const { t, number } = useWords()
  const names = usePlantNames(incident.plant)
  const members = incident.groups
    .map((group) => ({ group, count: group.by?.[signal] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
  if (members.length === 0) return null
  const more = members.length - MEMBERS_SHOWN
  return (
    <ul className={styles['members']} aria-label={t('signals.members')}>
      {members.slice(0, MEMBERS_SHOWN).map(({ group, count }) => (
        <li key={`${group.rule}/${group.asset ?? ''}`}>
          <b>× {number(count)}</b> {group.name}
          {group.asset && ` / ${names.asset(group.asset)}`}
        </li>
      ))}
      {more > 0 && <li>{t('signals.moreMembers', { more })}</li>}
    </ul>
  )
}
