import type { Plant } from '@genba/contracts'
import { Button, Skeleton, Switch } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { Suspense, lazy, useState } from 'react'
import { useWords } from '../i18n/use-words.js'
import { Panel } from '../ui/panel.js'
import type { Picture } from '../ui/zone-map/picture.js'
import type { Pins } from '../ui/zone-map/zone-layout.js'
import styles from './plant-page.module.css'

const ZoneMap = lazy(() =>
  import('../ui/zone-map/zone-map.js').then(({ ZoneMap: component }) => ({ default: component })),
)

/** The map of the plant; zones stay where this person put them. */
export function PlantMap({ plant, picture }: { plant: Plant; picture: Picture }) {
  const { t } = useWords()
  const [hasAssets, setAssets] = useState(false)
  const [pins, setPins, unpin] = useLocalStorage<Pins>({ key: `genba-pins-${plant.id}`, defaultValue: {} })
  const tools = (
    <span className={styles['tools']}>
      <Switch
        size="xs"
        label={t('plant.showAssets')}
        checked={hasAssets}
        onChange={(event) => setAssets(event.currentTarget.checked)}
      />
      <Button
        size="compact-xs"
        variant="default"
        disabled={Object.keys(pins).length === 0}
        title={t('plant.pinHint')}
        onClick={unpin}
      >
        {t('plant.unpin')}
      </Button>
    </span>
  )
  return (
    <div className={styles['map']}>
      <Panel title={t('map.title')} note={tools} isFlush>
        <div className={styles['canvas']}>
          <Suspense fallback={<Skeleton height={500} />}>
            <ZoneMap
              key={`${plant.id} ${String(hasAssets)}`}
              plant={plant}
              picture={picture}
              hasAssets={hasAssets}
              // A zone is higher with its assets, so a place is kept for the map without them.
              pins={hasAssets ? NO_PINS : pins}
              onPin={(zone, at) => !hasAssets && setPins({ ...pins, [zone]: at })}
            />
          </Suspense>
        </div>
      </Panel>
    </div>
  )
}

const NO_PINS: Pins = {}
