import { may, type HandoverPage as Page, type PlantSummary } from '@genba/contracts'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useHandover } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { useMe } from '../ui/me.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { Offer, Take } from './handover-signing.js'
import styles from './handover-page.module.css'
import { Sheet } from './sheet.js'
import { useShiftPlant } from './shift-plant.js'

/** What one shift leaves to the next: read together, signed by both, printable. */
export function HandoverPage() {
  const { t } = useWords()
  const { fleet, plant } = useShiftPlant()
  if (fleet.isPending) return <Loading rows={5} height={90} />
  if (!fleet.data) return <Failure error={fleet.error} onRetry={() => void fleet.refetch()} />
  if (!plant) return <Empty title={t('shift.noPlant')} hint={t('shift.noPlantHint')} />
  return <OfPlant plant={plant} />
}

function OfPlant({ plant }: { plant: PlantSummary }) {
  const { t, pick } = useWords()
  const page = useHandover(plant.id)
  if (page.isPending) return <Loading rows={5} height={90} />
  if (!page.data) return <Failure error={page.error} onRetry={() => void page.refetch()} />
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>
          {t('handover.title')} <span>{pick(plant.name)}</span>
        </h1>
        <Link to="/shift">{t('handover.back')}</Link>
        <Button variant="default" size="md" onClick={() => window.print()}>
          {t('handover.print')}
        </Button>
      </header>
      <Loaded plant={plant} page={page.data} />
    </div>
  )
}

function Loaded({ plant, page }: { plant: PlantSummary; page: Page }) {
  const { t } = useWords()
  const me = useMe()
  const canSign = may(actorOf(me), 'handover.sign', plant.id)
  const [newest, ...older] = page.signed
  const offered = newest?.state === 'offered' ? newest : undefined
  const past = offered ? older : page.signed
  return (
    <>
      {offered && (
        <section className={styles['section']}>
          <Sheet sheet={offered.sheet} plant={plant.id} signatures={offered} />
          {canSign && offered.offered.user !== me.user ? (
            <Take plant={plant.id} handover={offered.id} />
          ) : (
            <p className={styles['note']}>{t(canSign ? 'handover.own' : 'handover.noPermission')}</p>
          )}
        </section>
      )}
      <section className={styles['section']} data-print={offered === undefined}>
        <Sheet sheet={page.now} plant={plant.id} />
        {canSign ? <Offer plant={plant.id} /> : <p className={styles['note']}>{t('handover.noPermission')}</p>}
      </section>
      <section className={styles['section']} data-print={false}>
        <h2>{t('handover.signed')}</h2>
        {past.length === 0 && <p className={styles['note']}>{t('handover.noneSigned')}</p>}
        {past.map((handover) => (
          <details key={handover.id} className={styles['past']}>
            <summary>
              {handover.state === 'taken'
                ? t('handover.taken', { from: handover.offered.user, to: handover.taken?.user ?? '' })
                : t('handover.replaced', { user: handover.offered.user })}
            </summary>
            <Sheet sheet={handover.sheet} plant={plant.id} signatures={handover} />
          </details>
        ))}
      </section>
    </>
  )
}
