import type { IncidentPage } from '@genba/contracts'
import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useComments } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { Empty } from '../ui/states.js'
import { CommentForm } from './comment-form.js'
import { TIMELINE_SIDES, mergedTimeline, type TimelineSide } from './timeline.js'
import { TimelineItem } from './timeline-item.js'
import styles from './timeline-panel.module.css'

type Shown = TimelineSide | 'all'

/** Everything in one order of time: the attack, what people decided, what the response did. */
export function TimelinePanel({ page }: { page: IncidentPage }) {
  const { t } = useWords()
  const [shown, setShown] = useState<Shown>('all')
  const comments = useComments(page.incident.id).data?.comments
  const lines = useMemo(() => mergedTimeline(page, comments), [page, comments])
  const visible = lines.filter(({ side }) => shown === 'all' || side === shown)
  const evicted = page.response?.timelineEvicted ?? 0
  return (
    <div className={styles['frame']}>
      <div className={styles['head']}>
        <h2>{t('timeline.title')}</h2>
        <SegmentedControl<Shown>
          size="xs"
          aria-label={t('timeline.show')}
          value={shown}
          onChange={setShown}
          data={(['all', ...TIMELINE_SIDES] as const).map((value) => ({ value, label: t(`timeline.${value}`) }))}
        />
      </div>
      <div id="timeline" className={styles['list']} tabIndex={0} role="region" aria-label={t('timeline.title')}>
        {visible.length === 0 && <Empty title={t('timeline.empty')} isSmall />}
        <ol>
          {visible.map((line) => (
            <TimelineItem key={line.id} line={line} page={page} />
          ))}
        </ol>
        {evicted > 0 && <p className={styles['dim']}>{t('timeline.evicted', { count: evicted })}</p>}
      </div>
      <CommentForm incident={page.incident} />
    </div>
  )
}
