import { may } from '@genba/contracts'
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
import { PlanDialog } from './plan-dialog.js'
import { ReturnDialog } from './return-dialog.js'
import { sortCovers } from './sort-covers.js'

export function Maintenance({ plant }: { plant: string }) {
  const { t } = useWords()
  const mayPlan = may(actorOf(useMe()), 'maintenance.plan', plant)
  const covers = useCovers(plant)
  const now = useNow()
  const [isPlanning, setPlanning] = useState(false)
  const [ending, setEnding] = useState<string>()
  if (covers.isPending) return <Loading rows={5} />
  if (!covers.data) return <Failure error={covers.error} onRetry={() => void covers.refetch()} />
  const windows = covers.data.filter(({ cover }) => cover.kind === 'maintenance')
  const { running, past } = sortCovers(windows, now)
  const plan = (
    <Button size="compact-sm" onClick={() => setPlanning(true)}>
      {t('alarms.plan')}
    </Button>
  )
  return (
    <div className={styles['stack']}>
      <Panel title={t('alarms.tab.maintenance')} note={mayPlan ? plan : t('alarms.plannerOnly')} isFlush>
        {running.length === 0 ? (
          <Empty title={t('alarms.noMaintenance')} isSmall />
        ) : (
          <CoverTable
            covers={running}
            label={t('alarms.tab.maintenance')}
            actionsOf={({ id }) =>
              mayPlan && (
                <Button size="compact-xs" variant="default" onClick={() => setEnding(id)}>
                  {t('alarms.end')}
                </Button>
              )
            }
          />
        )}
      </Panel>
      {past.length > 0 && (
        <Panel title={t('alarms.past')} isFlush>
          <CoverTable covers={past} label={t('alarms.past')} />
        </Panel>
      )}
      {isPlanning && <PlanDialog plant={plant} onClose={() => setPlanning(false)} />}
      {ending && (
        <ReturnDialog plant={plant} cover={ending} kind="endMaintenance" onClose={() => setEnding(undefined)} />
      )}
    </div>
  )
}
