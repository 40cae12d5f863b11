import { may, REVIEW_VERDICTS, type ReviewList } from '@genba/contracts'
import { Button, Input, SegmentedControl } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useReview, useReviews } from '../api/deciding.js'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { momentText } from '../ui/format.js'
import { useMe } from '../ui/me.js'
import panel from '../ui/panel.module.css'
import { usePlantNames } from '../ui/plant-names.js'
import { ReasonDialog } from '../ui/reason-dialog.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import styles from './reviews-page.module.css'

type Broken = ReviewList['reviews'][number]

/** Approvals that somebody gave alone against the rule, the oldest first, until another person has looked at each. */
export function ReviewsPage() {
  const { t } = useWords()
  const reviews = useReviews()
  return (
    <div className={styles['page']}>
      <header>
        <h1>{t('reviews.title')}</h1>
        <p className={styles['dim']}>{t('reviews.hint')}</p>
      </header>
      {reviews.isPending ? (
        <Loading rows={3} height={120} />
      ) : !reviews.data ? (
        <Failure error={reviews.error} onRetry={() => void reviews.refetch()} />
      ) : reviews.data.length === 0 ? (
        <Empty title={t('reviews.none')} hint={t('reviews.noneHint')} />
      ) : (
        <ul className={styles['list']}>
          {reviews.data.map((one) => (
            <BrokenGlass key={`${one.incident} ${one.approval}`} one={one} />
          ))}
        </ul>
      )}
    </div>
  )
}

function BrokenGlass({ one }: { one: Broken }) {
  const { t, pick, language } = useWords()
  const id = useId()
  const names = usePlantNames(one.plant)
  const words = (roles: Broken['roles']): string => roles.map((role) => t(`role.${role}`)).join(' / ')
  const { user, roles, reason, at } = one.breakGlass
  return (
    <li>
      <article className={`${panel['panel']} ${panel['body']} ${styles['card']}`} aria-labelledby={id}>
        <h2 id={id}>
          <Link to="/incidents/$id" params={{ id: one.incident }}>
            {pick(one.title)}
          </Link>
        </h2>
        <dl className={styles['facts']}>
          <Fact name={t('reviews.by')} text={`${user} (${words(roles)})`} />
          <Fact name={t('reviews.at')} text={momentText(at, language, names.timeZone)} />
          <Fact name={t('reviews.plant')} text={names.name} />
          <Fact name={t('reviews.reason')} text={reason} />
          <Fact name={t('reviews.stopped')} text={pick(one.stops)} />
          <Fact
            name={t('reviews.needed')}
            text={t('reviews.neededText', { count: one.people, roles: words(one.roles) })}
          />
        </dl>
        <ReviewButton one={one} />
      </article>
    </li>
  )
}

function Fact({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  )
}

function ReviewButton({ one }: { one: Broken }) {
  const { t, pick } = useWords()
  const me = useMe()
  const id = useId()
  const review = useReview()
  const [isOpen, setOpen] = useState(false)
  const [verdict, setVerdict] = useState('')
  const why = !may(actorOf(me), 'approval.review', one.plant)
    ? t('reviews.noPermission')
    : one.breakGlass.user === me.user
      ? t('reviews.own')
      : undefined
  const chosen = REVIEW_VERDICTS.find((each) => each === verdict)
  const params = { incident: one.incident, approval: one.approval }
  return (
    <div className={styles['review']}>
      <Button
        disabled={why !== undefined || review.isSuccess}
        aria-describedby={why ? id : undefined}
        onClick={() => setOpen(true)}
      >
        {t('reviews.review')}
      </Button>
      {why && (
        <span id={id} className={styles['dim']}>
          {why}
        </span>
      )}
      <span role="status" className={styles['dim']}>
        {review.isSuccess && t('reviews.sent')}
      </span>
      {isOpen && (
        <ReasonDialog
          title={t('reviews.reviewTitle', { title: pick(one.title) })}
          label={t('reviews.note')}
          action={t('reviews.send')}
          missing={chosen ? undefined : t('reviews.verdictMissing')}
          isOpen
          isSending={review.isPending}
          error={review.error}
          onSend={(reason) =>
            chosen && review.mutate({ params, body: { verdict: chosen, reason } }, { onSuccess: () => setOpen(false) })
          }
          onClose={() => setOpen(false)}
        >
          <Input.Wrapper label={t('reviews.verdict')} labelElement="div">
            <SegmentedControl
              fullWidth
              aria-label={t('reviews.verdict')}
              data={REVIEW_VERDICTS.map((value) => ({ value, label: t(`reviews.verdicts.${value}`) }))}
              value={verdict}
              onChange={setVerdict}
            />
          </Input.Wrapper>
        </ReasonDialog>
      )}
    </div>
  )
}
