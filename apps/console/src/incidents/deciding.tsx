import type { IncidentRow, WaitingApproval } from '@genba/contracts'
import { Link } from '@tanstack/react-router'
import { useIncidents } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { refusalOf } from '../incident/may-decide.js'
import { useMe } from '../ui/me.js'
import { usePlantNames } from '../ui/plant-names.js'
import { SeverityTag, Tag } from '../ui/tags.js'
import { Due } from '../ui/times.js'
import styles from './deciding.module.css'
import { inOrder } from './order.js'

/** Incidents whose approvals the strip shows; the rest stands at the top of the list anyway. */
const SHOWN_MAX = 4

/** Who decides what now, over all plants: the first thing on the page. */
export function Deciding() {
  const { t } = useWords()
  const list = useIncidents('open').data
  const rows = inOrder(list?.incidents ?? []).filter(({ response }) => (response?.waiting.length ?? 0) > 0)
  const waiting = rows
    .slice(0, SHOWN_MAX)
    .flatMap((incident) => (incident.response?.waiting ?? []).map((approval) => ({ approval, incident })))
  const hidden = Math.max(0, rows.length - SHOWN_MAX)
  return (
    <section className={styles['strip']} aria-labelledby="deciding">
      <div className={styles['head']}>
        <h2 id="deciding">{t('list.deciding')}</h2>
        {list && rows.length === 0 && t('list.decidingNone')}
        {hidden > 0 && t('list.decidingMore', { count: hidden })}
      </div>
      {waiting.length > 0 && (
        <ul className={styles['cards']}>
          {waiting.map(({ approval, incident }) => (
            <WaitingCard key={approval.id} approval={approval} incident={incident} />
          ))}
        </ul>
      )}
    </section>
  )
}

function WaitingCard({ approval, incident }: { approval: WaitingApproval; incident: IncidentRow }) {
  const { t, pick } = useWords()
  const me = useMe()
  const names = usePlantNames(incident.plant)
  const roles = approval.roles.map((role) => t(`role.${role}`)).join(' / ')
  const stops = approval.options
    ? `${t('deciding.options')}: ${approval.options.map(({ name }) => pick(name)).join(' / ')}`
    : `${t('approval.stops')}: ${pick(approval.stops)}`
  const isMine = refusalOf(me, { plant: incident.plant, approval, isOpen: incident.state === 'open' }) === undefined
  return (
    <li className={styles['card']}>
      <div className={styles['top']}>
        <Link to="/incidents/$id" params={{ id: incident.id }}>
          {pick(approval.title)}
        </Link>
        <Due at={approval.dueAt} className={styles['due'] ?? ''} lateClassName={styles['late'] ?? ''} />
      </div>
      <p className={styles['line']} title={stops}>
        {stops}
      </p>
      <div className={styles['top']}>
        <p className={styles['line']}>{t('approval.people', { count: approval.people, roles })}</p>
        {isMine && <Tag tone="accent">{t('list.yours')}</Tag>}
      </div>
      <div className={styles['top']}>
        <p className={styles['line']}>
          {pick(incident.title)} · {names.name}
        </p>
        <SeverityTag severity={incident.severity} />
      </div>
    </li>
  )
}
