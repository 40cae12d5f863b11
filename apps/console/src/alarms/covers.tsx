import { may, type PlantCover } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useCovers } from '../api/alarms.js'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { useMe } from '../ui/me.js'
import { Panel } from '../ui/panel.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { useNow } from '../ui/use-now.js'
import styles from './alarms-page.module.css'
import { CoverTable } from './cover-table.js'
import { DecideDialog } from './decide-dialog.js'
import { Hidden } from './hidden.js'
import { ReturnDialog } from './return-dialog.js'
import { sortCovers } from './sort-covers.js'

type Open = { cover: string; as: 'approve' | 'refuse' | 'return' }

/** What people have hidden, with clocks, what waits for a second person, and the alerts that it kept away. */
export function Covers({ plant }: { plant: string }) {
  const { t } = useWords()
  const covers = useCovers(plant)
  const now = useNow()
  const [open, setOpen] = useState<Open>()
  if (covers.isPending) return <Loading rows={5} />
  if (!covers.data) return <Failure error={covers.error} onRetry={() => void covers.refetch()} />
  const { asked, running, past } = sortCovers(
    covers.data.filter(({ cover }) => cover.kind !== 'maintenance'),
    now,
  )
  const close = (): void => setOpen(undefined)
  return (
    <div className={styles['stack']}>
      {asked.length > 0 && (
        <Panel title={t('alarms.waiting')} isFlush>
          <CoverTable
            covers={asked}
            label={t('alarms.waiting')}
            actionsOf={(one) => <Deciding cover={one} onOpen={(as) => setOpen({ cover: one.id, as })} />}
          />
        </Panel>
      )}
      <Panel title={t('alarms.running')} isFlush>
        {running.length === 0 ? (
          <Empty title={t('alarms.noCovers')} isSmall />
        ) : (
          <CoverTable
            covers={running}
            label={t('alarms.running')}
            actionsOf={(one) => <Returning plant={plant} onOpen={() => setOpen({ cover: one.id, as: 'return' })} />}
          />
        )}
      </Panel>
      <Hidden plant={plant} covers={covers.data} />
      <Panel title={t('alarms.past')} isFlush>
        {past.length === 0 ? (
          <Empty title={t('alarms.noPast')} isSmall />
        ) : (
          <CoverTable covers={past} label={t('alarms.past')} />
        )}
      </Panel>
      {open?.as === 'return' && <ReturnDialog plant={plant} cover={open.cover} kind="returnAlarm" onClose={close} />}
      {open && open.as !== 'return' && (
        <DecideDialog plant={plant} cover={open.cover} answer={open.as} onClose={close} />
      )}
    </div>
  )
}

function Returning({ plant, onOpen }: { plant: string; onOpen: () => void }) {
  const { t } = useWords()
  if (!may(actorOf(useMe()), 'alarm.operate', plant)) return null
  return (
    <Button size="compact-xs" variant="default" onClick={onOpen}>
      {t('alarms.return')}
    </Button>
  )
}

function Deciding({ cover, onOpen }: { cover: PlantCover; onOpen: (as: 'approve' | 'refuse') => void }) {
  const { t } = useWords()
  const me = useMe()
  if (!may(actorOf(me), 'alarm.operate', cover.plant)) return null
  if (cover.cover.by === me.user) return <span className={styles['dim']}>{t('alarms.own')}</span>
  return (
    <Button.Group>
      <Button size="compact-xs" onClick={() => onOpen('approve')}>
        {t('alarms.approve')}
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => onOpen('refuse')}>
        {t('alarms.refuse')}
      </Button>
    </Button.Group>
  )
}
