import { Link } from '@tanstack/react-router'
import { useWords } from '../i18n/use-words.js'
import { PlantChoice } from '../shift/plant-choice.js'
import { useShiftPlant } from '../shift/shift-plant.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { Roster } from './roster.js'
import styles from './roster.module.css'

/** The roster of the plant that the shift screens are about. */
export function RosterOfPlant() {
  const { t } = useWords()
  const { fleet, plants, plant, choose } = useShiftPlant()
  if (fleet.isPending) return <Loading rows={4} height={70} />
  if (!fleet.data) return <Failure error={fleet.error} onRetry={() => void fleet.refetch()} />
  if (!plant) return <Empty title={t('roster.noPlant')} />
  return (
    <div className={styles['part']}>
      <div className={styles['head']}>
        <PlantChoice plants={plants} plant={plant} size="xs" onChoose={choose} />
        <span className={styles['dim']}>{t('roster.hint')}</span>
      </div>
      <Roster plant={plant} />
    </div>
  )
}

/** For those who run the plant; administrators and auditors find the same among their pages. */
export function RosterPage() {
  const { t } = useWords()
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('roster.title')}</h1>
        <Link to="/shift">{t('roster.back')}</Link>
      </header>
      <RosterOfPlant />
    </div>
  )
}
