import type { Approval, ApprovalView, PersonWho } from '@genba/contracts'
import { Button, Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useWords } from '../i18n/use-words.js'
import { timeText } from '../ui/format.js'
import { useMe } from '../ui/me.js'
import { usePlantNames } from '../ui/plant-names.js'
import { Tag } from '../ui/tags.js'
import { useNow } from '../ui/use-now.js'
import styles from './approvals.module.css'

type Props = { approval: Approval; plant: string; view: UseQueryResult<ApprovalView> }

/** Who may decide at this moment and why, what is still missing, and who is asked when the time is over. */
export function WhoDecides({ approval, plant, view }: Props) {
  const { t } = useWords()
  return (
    <div className={styles['answers']}>
      <Rule approval={approval} />
      <h4>{t('deciding.now')}</h4>
      {view.data ? (
        <>
          <People who={view.data.who} approval={approval} plant={plant} none={t('deciding.nobody')} />
          {view.data.next && <Next next={view.data.next} approval={approval} plant={plant} />}
        </>
      ) : view.isError ? (
        <p className={styles['error']} role="alert">
          {t('deciding.failed')}{' '}
          <Button size="compact-xs" variant="default" onClick={() => void view.refetch()}>
            {t('app.again')}
          </Button>
        </p>
      ) : (
        <div role="status" aria-label={t('deciding.loading')}>
          <Skeleton height={18} my={4} />
          <Skeleton height={18} width="70%" />
        </div>
      )}
    </div>
  )
}

/** How many must agree and who among them; of two people, what is missing. */
function Rule({ approval: { roles, mustInclude, people, answers } }: { approval: Approval }) {
  const { t } = useWords()
  const words = (of: Approval['roles']): string => of.map((role) => t(`role.${role}`)).join(' / ')
  const given = new Set(answers.flatMap((each) => each.roles))
  const open = mustInclude.filter((role) => !given.has(role))
  const count = Math.max(people - answers.length, open.length > 0 ? 1 : 0)
  return (
    <>
      <h4>{t('deciding.rule')}</h4>
      <p>
        {t(people > 1 ? 'deciding.twoOf' : 'deciding.oneOf', { roles: words(roles) })}{' '}
        {mustInclude.length > 0 && roles.length > 1 && (
          <span className={styles['dim']}>{t('approval.mustInclude', { roles: words(mustInclude) })}</span>
        )}
      </p>
      {people > 1 && (
        <p className={styles['two']}>
          <Slots given={answers.length} people={people} />
          {open.length > 0
            ? t('deciding.missingRole', { count, roles: words(open) })
            : t('deciding.missing', { count })}{' '}
          <span className={styles['dim']}>{t('deciding.twoRule')}</span>
        </p>
      )}
    </>
  )
}

/** One mark for each signature that is needed; the words beside it say the same. */
function Slots({ given, people }: { given: number; people: number }) {
  return (
    <span className={styles['slots']} aria-hidden="true">
      {Array.from({ length: people }, (_, index) => (
        <i key={index} data-on={index < given} />
      ))}
    </span>
  )
}

type PeopleProps = { who: readonly PersonWho[]; approval: Approval; plant: string; none: string }

function People({ who, approval, plant, none }: PeopleProps) {
  const { t, pick, language } = useWords()
  const me = useMe()
  const now = useNow()
  const { timeZone } = usePlantNames(plant)
  if (who.length === 0) return <p className={styles['dim']}>{none}</p>
  const hasSigned = (user: string): boolean => approval.answers.some((each) => each.user === user)
  return (
    <ul className={styles['people']}>
      {who.map(({ user, name, role, why, standsFor, until }) => (
        <li key={`${user} ${role} ${standsFor?.user ?? ''}`}>
          <b>{pick(name)}</b> {user === me.user && <Tag tone="accent">{t('deciding.you')}</Tag>}{' '}
          {hasSigned(user) && <Tag tone="good">✓ {t('deciding.signed')}</Tag>}
          <span className={styles['dim']}>
            {t(`role.${role}`)} · {t(`deciding.why.${why}`, { name: standsFor ? pick(standsFor.name) : '' })}
            {until !== undefined && ` ${t('deciding.until', { time: timeText(until, now, language, timeZone) })}`}
          </span>
        </li>
      ))}
    </ul>
  )
}

type NextProps = { next: NonNullable<ApprovalView['next']>; approval: Approval; plant: string }

/** Who comes in when nobody has answered in time; nothing is ever approved by itself. */
function Next({ next, approval, plant }: NextProps) {
  const { t, language } = useWords()
  const now = useNow()
  const { timeZone } = usePlantNames(plant)
  const { asks, who } = next
  const time = (at: number): string => timeText(at, now, language, timeZone)
  const what =
    asks === undefined
      ? t('deciding.nextReminds')
      : asks === 'deputy'
        ? t('deciding.nextDeputies')
        : t('deciding.nextAsks', { role: t(`role.${asks}`) })
  return (
    <>
      <h4>
        {t('deciding.next')} <span>{time(next.at)}</span>
      </h4>
      <p>{what}</p>
      {asks !== undefined && <People who={who} approval={approval} plant={plant} none={t('deciding.nextNobody')} />}
      {approval.remindAt !== undefined && approval.remindAt > now && (
        <p className={styles['dim']}>{t('deciding.reminder', { time: time(approval.remindAt) })}</p>
      )}
    </>
  )
}
