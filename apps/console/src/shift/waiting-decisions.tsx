import type { Approval, Incident, IncidentRow } from '@genba/contracts'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRooms } from '../api/live-provider.js'
import { incidentQuery } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { ApprovalCard } from '../incident/approval-card.js'
import { refusalOf } from '../incident/may-decide.js'
import { useMe } from '../ui/me.js'
import { Empty, Loading } from '../ui/states.js'
import { SeverityTag } from '../ui/tags.js'
import styles from './shift-page.module.css'

/** Decisions shown at once; the next ones come up when these are taken. */
const SHOWN_MAX = 10

type Waiting = { approval: Approval; incident: Incident }

/** What waits for this person, each with all that it does to the plant; below it what waits for others. */
export function WaitingDecisions({ rows }: { rows: readonly IncidentRow[] }) {
  const { t } = useWords()
  const me = useMe()
  const asking = rows.filter(({ response }) => (response?.waiting.length ?? 0) > 0).slice(0, SHOWN_MAX)
  useRooms(asking.map(({ id }) => `incident:${id}`))
  const { waiting, isPending } = useQueries({
    queries: asking.map(({ id }) => incidentQuery(id)),
    combine: (results) => ({
      isPending: results.some((result) => result.isPending),
      waiting: results.flatMap(({ data }): Waiting[] =>
        (data?.response?.approvals ?? [])
          .filter(({ state }) => state === 'waiting')
          .map((approval) => ({ approval, incident: data?.incident as Incident })),
      ),
    }),
  })
  const isMine = ({ approval, incident }: Waiting): boolean =>
    refusalOf(me, { plant: incident.plant, approval, isOpen: incident.state === 'open' }) === undefined
  const mine = waiting.filter(isMine)
  const others = waiting.filter((one) => !isMine(one))
  return (
    <>
      <section className={styles['section']} aria-labelledby="for-me">
        <h2 id="for-me">{t('shift.forMe')}</h2>
        {isPending && <Loading rows={1} height={240} />}
        {!isPending && mine.length === 0 && <Empty title={t('shift.nothing')} hint={t('shift.nothingHint')} />}
        <Decisions of={mine} />
      </section>
      {others.length > 0 && (
        <section className={styles['section']} aria-labelledby="for-others">
          <h2 id="for-others">{t('shift.forOthers')}</h2>
          <Decisions of={others} />
        </section>
      )}
    </>
  )
}

function Decisions({ of }: { of: readonly Waiting[] }) {
  const { pick } = useWords()
  return of.map(({ approval, incident }) => (
    <div key={approval.id} className={styles['decision']}>
      <p className={styles['about']}>
        <SeverityTag severity={incident.severity} />
        <Link to="/incidents/$id" params={{ id: incident.id }}>
          {pick(incident.title)}
        </Link>
      </p>
      <ApprovalCard incident={incident} approval={approval} />
    </div>
  ))
}
