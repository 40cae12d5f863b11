import { may, PlantState, type PlantSummary } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import { useSetPlantState } from '../api/deciding.js'
import { useLiveStatus } from '../api/live-provider.js'
import { usePlant } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { momentText } from '../ui/format.js'
import { useMe } from '../ui/me.js'
import { ReasonDialog } from '../ui/reason-dialog.js'
import styles from './shift-page.module.css'

/** What the plant is doing: it decides who must agree to a step. Changed with a reason; who changed it last stands below. */
export function PlantStateSwitch({ plant }: { plant: PlantSummary }) {
  const { t } = useWords()
  const me = useMe()
  const id = useId()
  const isOffline = useLiveStatus() === 'down'
  const known = usePlant(plant.id)
  const set = useSetPlantState(plant.id)
  const [wanted, setWanted] = useState<PlantState>()
  const state = known.data?.state ?? plant.state
  const why = !may(actorOf(me), 'plant.state', plant.id)
    ? t('shift.stateOnly')
    : isOffline
      ? t('approval.why.offline')
      : undefined
  return (
    <section className={styles['section']} aria-labelledby="plant-state">
      <h2 id="plant-state">{t('shift.state')}</h2>
      <div className={styles['states']} role="group" aria-labelledby="plant-state">
        {PlantState.options.map((each) => (
          <Button
            key={each}
            size="lg"
            variant={each === state ? 'filled' : 'default'}
            aria-pressed={each === state}
            aria-describedby={why ? id : undefined}
            disabled={each !== state && why !== undefined}
            onClick={() => each !== state && setWanted(each)}
          >
            {each === state && <span aria-hidden="true">✓&nbsp;</span>}
            {t(`plantState.${each}`)}
          </Button>
        ))}
      </div>
      {why && (
        <p id={id} className={styles['dim']}>
          {why}
        </p>
      )}
      <LastChange plant={plant.id} />
      {wanted && (
        <ReasonDialog
          title={t('shift.stateTitle', { state: t(`plantState.${wanted}`) })}
          text={t('shift.stateText')}
          label={t('shift.stateReason')}
          action={t('shift.stateAction', { state: t(`plantState.${wanted}`) })}
          isOpen
          isSending={set.isPending}
          error={set.error}
          onSend={(reason) =>
            set.mutate(
              { params: { plant: plant.id }, body: { state: wanted, reason } },
              { onSuccess: () => setWanted(undefined) },
            )
          }
          onClose={() => setWanted(undefined)}
        />
      )}
    </section>
  )
}

function LastChange({ plant }: { plant: string }) {
  const { t, language } = useWords()
  const { data } = usePlant(plant)
  if (!data) return null
  if (!data.stateChange) return <p className={styles['dim']}>{t('shift.stateNever')}</p>
  const { at, by, reason } = data.stateChange
  return (
    <p className={styles['dim']}>{t('shift.stateBy', { by, time: momentText(at, language, data.timeZone), reason })}</p>
  )
}
