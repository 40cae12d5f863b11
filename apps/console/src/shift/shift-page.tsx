import type { PlantSummary } from '@genba/contracts'
import { Link } from '@tanstack/react-router'
import { Maintenance } from '../alarms/maintenance.js'
import { useLiveStatus } from '../api/live-provider.js'
import { useIncidents } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { inOrder } from '../incidents/order.js'
import { VendorPromises } from '../promises/vendor-promises.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { Tag } from '../ui/tags.js'
import { Going } from './going.js'
import styles from './shift-page.module.css'
import { PlantChoice } from './plant-choice.js'
import { PlantStateSwitch } from './plant-state-switch.js'
import { useShiftPlant } from './shift-plant.js'
import { StandingHolds } from './standing-holds.js'
import { WaitingDecisions } from './waiting-decisions.js'

/** One column for the line: what waits for me, what stops if I approve, what goes on in my plant. */
export function ShiftPage() {
  const { t } = useWords()
  const { fleet, plants, plant, choose } = useShiftPlant()
  if (fleet.isPending) return <Loading rows={5} height={90} />
  if (!fleet.data) return <Failure error={fleet.error} onRetry={() => void fleet.refetch()} />
  if (!plant) return <Empty title={t('shift.noPlant')} hint={t('shift.noPlantHint')} />
  return (
    <div className={styles['page']}>
      <Head plants={plants} plant={plant} onChoose={choose} />
      <Offline />
      <Loaded plant={plant} />
    </div>
  )
}

type HeadProps = { plants: readonly PlantSummary[]; plant: PlantSummary; onChoose: (id: string) => void }

function Head({ plants, plant, onChoose }: HeadProps) {
  const { t } = useWords()
  return (
    <header className={styles['head']}>
      <h1>{t('shift.title')}</h1>
      <PlantChoice plants={plants} plant={plant} size="md" onChoose={onChoose} />
      <Tag tone={plant.state === 'running' ? 'good' : 'info'} title={t('plant.state')}>
        {t(`plantState.${plant.state}`)}
      </Tag>
      <Link to="/shift/roster" className={styles['roster']}>
        {t('roster.open')}
      </Link>
      <Link to="/shift/handover" className={styles['handover']}>
        {t('shift.toHandover')}
      </Link>
    </header>
  )
}

function Offline() {
  const { t } = useWords()
  const isDown = useLiveStatus() === 'down'
  return <div role="alert">{isDown && <p className={styles['offline']}>{t('shift.offline')}</p>}</div>
}

function Loaded({ plant }: { plant: PlantSummary }) {
  const open = useIncidents('open', plant.id)
  if (open.isPending) return <Loading rows={4} height={90} />
  if (!open.data) return <Failure error={open.error} onRetry={() => void open.refetch()} />
  const rows = inOrder(open.data.incidents)
  return (
    <>
      <WaitingDecisions rows={rows} />
      <Going rows={rows} />
      <StandingHolds plant={plant.id} />
      <PlantStateSwitch plant={plant} />
      <div className={styles['windows']}>
        <Maintenance plant={plant.id} />
        <VendorPromises plant={plant.id} />
      </div>
    </>
  )
}
