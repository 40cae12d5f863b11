import { FLEET_ROOM, may, plantsOf } from '@genba/contracts'
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { useReviews } from '../api/deciding.js'
import { LiveProvider, useRooms } from '../api/live-provider.js'
import { useIncidents } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { Account } from './account.js'
import { actorOf } from './actor.js'
import { useAttention } from './attention/use-attention.js'
import { LanguageChoice } from './choices.js'
import { LogoIcon } from './icons.js'
import { KeyHelp } from './key-help.js'
import { LiveBanner, LiveSign } from './live-sign.js'
import { useLoadAhead } from './load-ahead.js'
import { useMe } from './me.js'
import { Nav } from './nav/nav.js'
import styles from './frame.module.css'
import { Tag } from './tags.js'
import { useKeys } from './use-keys.js'

/** Head, menu and live connection around every page of somebody who is signed in. */
export function Frame() {
  return (
    <LiveProvider>
      <Framed />
    </LiveProvider>
  )
}

function Framed() {
  const { t } = useWords()
  const navigate = useNavigate()
  usePlantRooms()
  useAttention()
  useLoadAhead()
  const mayReview = may(actorOf(useMe()), 'approval.review')
  useKeys({ g: () => void navigate({ to: '/' }) })
  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#main">
        {t('app.skip')}
      </a>
      <header className={styles['header']}>
        <Link to="/" className={styles['brand']}>
          <LogoIcon />
          {t('app.name')}
        </Link>
        <div className={styles['tools']}>
          <LiveSign />
          <KeyHelp />
          <LanguageChoice />
          <Account />
        </div>
      </header>
      <LiveBanner />
      <div className={styles['body']}>
        <Nav notes={{ '/': <WaitingCount />, ...(mayReview ? { '/reviews': <ReviewCount /> } : {}) }} />
        <main id="main" className={styles['main']} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </div>
  )
}

/** The rows of all plants that this person may read, on every page: the count of waiting decisions stands in the menu. */
function usePlantRooms(): void {
  const plants = plantsOf(actorOf(useMe()), 'incident.read')
  useRooms(plants === '*' ? [FLEET_ROOM] : plants.map((id) => `plant:${id}`))
}

function WaitingCount() {
  const { t } = useWords()
  const rows = useIncidents('open').data?.incidents ?? []
  const count = rows.reduce((sum, { response }) => sum + (response?.waiting.length ?? 0), 0)
  return count > 0 ? (
    <Tag tone="high" title={t('list.waiting', { count })}>
      {count}
    </Tag>
  ) : null
}

function ReviewCount() {
  const { t } = useWords()
  const count = useReviews().data?.length ?? 0
  return count > 0 ? (
    <Tag tone="critical" title={t('reviews.waiting', { count })}>
      {count}
    </Tag>
  ) : null
}
