import type { IncidentPage as Page } from '@genba/contracts'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { codeOf } from '../api/client.js'
import { useRooms } from '../api/live-provider.js'
import { useIncident } from '../api/queries.js'
import { HoldsStrip } from '../holds/holds-strip.js'
import { useWords } from '../i18n/use-words.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { focusOn, useKeys } from '../ui/use-keys.js'
import { Alerts } from './alerts.js'
import { Approvals } from './approvals.js'
import { Evidence } from './evidence.js'
import { History } from './grouping/history.js'
import { Related } from './grouping/related.js'
import { Impact } from './impact.js'
import styles from './incident-page.module.css'
import { Measurements } from './measurements/measurements.js'
import { Ooda } from './ooda.js'
import { Shadows } from './shadows.js'
import { Signals } from './signals.js'
import { TimelinePanel } from './timeline-panel.js'
import { Top } from './top.js'
import { WhyPlaybook } from './why-playbook.js'
import { ZoneMapPanel } from './zone-map-panel.js'

export function IncidentPage() {
  const { t } = useWords()
  const { id } = useParams({ from: '/shell/incidents/$id' })
  const page = useIncident(id)
  useRooms([`incident:${id}`])
  if (page.isPending) return <Loading rows={8} height={64} />
  if (page.data) return <Loaded page={page.data} />
  if (codeOf(page.error) !== 'NOT_FOUND') return <Failure error={page.error} onRetry={() => void page.refetch()} />
  return (
    <Empty title={t('error.notFound')}>
      <Link to="/">{t('error.toList')}</Link>
    </Empty>
  )
}

function Loaded({ page }: { page: Page }) {
  const { t } = useWords()
  useKeys({
    a: () => focusOn('[data-key="approve"]'),
    r: () => focusOn('[data-key="refuse"]'),
    b: () => focusOn('[data-key="break-glass"]'),
    n: () => focusOn('[data-key="renew-hold"]'),
    u: () => focusOn('[data-key="undo-hold"]'),
    t: () => focusOn('#timeline'),
    c: () => focusOn('#comment'),
    f: () => focusOn('[data-key="attach"]'),
    d: () => focusOn('[data-key="detach"]'),
    x: () => focusOn('[data-key="close"]'),
  })
  return (
    <div className={styles['page']}>
      <div className={styles['top']}>
        <Top page={page} />
        <HoldsStrip page={page} />
      </div>
      <div className={styles['main']}>
        <Pane area="happened" title={t('incident.happened')}>
          <ZoneMapPanel page={page} />
          <Signals incident={page.incident} />
          <Alerts incident={page.incident} />
          <Measurements incident={page.incident} />
          <History incident={page.incident} />
          <Related incident={page.incident} />
        </Pane>
        <Pane area="response" title={t('incident.response')}>
          <Ooda page={page} />
          <Impact page={page} />
          <Evidence page={page} />
          <WhyPlaybook incident={page.incident} />
          <Shadows page={page} />
        </Pane>
        <div className={styles['timeline']}>
          <TimelinePanel page={page} />
        </div>
      </div>
      <Pane area="deciding" title={t('incident.deciding')}>
        <Approvals page={page} />
      </Pane>
    </div>
  )
}

type PaneProps = { area: 'happened' | 'response' | 'deciding'; title: string; children: ReactNode }

/** A column that may scroll for itself, so the keyboard must be able to reach it. */
function Pane({ area, title, children }: PaneProps) {
  return (
    <section className={`${styles['pane']} ${styles[area]}`} aria-label={title} tabIndex={0}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
