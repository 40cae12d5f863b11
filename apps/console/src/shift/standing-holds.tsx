import { useHolds } from '../api/deciding.js'
import { HoldItem } from '../holds/hold-item.js'
import holds from '../holds/holds.module.css'
import { useWords } from '../i18n/use-words.js'
import panel from '../ui/panel.module.css'
import { Empty, Failure, Loading } from '../ui/states.js'
import styles from './shift-page.module.css'

/** What is blocked for a time in this plant, what ends first on top. */
export function StandingHolds({ plant }: { plant: string }) {
  const { t } = useWords()
  const list = useHolds(plant)
  return (
    <section className={styles['section']} aria-labelledby="holds">
      <h2 id="holds">{t('holds.title')}</h2>
      {list.isPending ? (
        <Loading rows={1} height={90} />
      ) : !list.data ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data.length === 0 ? (
        <Empty title={t('holds.none')} hint={t('holds.noneHint')} isSmall />
      ) : (
        <ul className={`${panel['panel']} ${holds['list']}`}>
          {list.data.map(({ incident, hold, isDrill }) => (
            <HoldItem key={hold.id} of={{ plant, incident, hold }} isDrill={isDrill} size="lg" isLinked />
          ))}
        </ul>
      )}
    </section>
  )
}
