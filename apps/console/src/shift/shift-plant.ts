import { may } from '@genba/contracts'
import { useLocalStorage } from '@mantine/hooks'
import { useMemo } from 'react'
import { usePlants } from '../api/queries.js'
import { actorOf } from '../ui/actor.js'
import { useMe } from '../ui/me.js'

/** The plant that the shift screens are about: the one chosen last, else the first that this person may read. */
export function useShiftPlant() {
  const me = useMe()
  const fleet = usePlants()
  const [chosen, choose] = useLocalStorage({ key: 'genba-shift-plant', defaultValue: '' })
  const plants = useMemo(() => {
    const actor = actorOf(me)
    return (fleet.data ?? []).filter(({ id }) => may(actor, 'incident.read', id))
  }, [fleet.data, me])
  return { fleet, plants, plant: plants.find(({ id }) => id === chosen) ?? plants[0], choose }
}
