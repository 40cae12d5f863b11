import { alertKey, deskKey, desksOf, type AlarmPosition, type Plant } from '@genba/contracts'

/** Whether somebody works at the position now; documents of a zone that went to a desk, or of a desk that is gone, stay for what they saw. */
export function isCurrent(
  plant: Plant | undefined,
  position: Pick<AlarmPosition, 'id' | 'plant' | 'zone' | 'drill'>,
): boolean {
  if (position.drill !== undefined) return true
  if (position.zone !== undefined)
    return alertKey(desksOf(plant ? [plant] : []), position.plant, position.zone) === position.id
  return (plant?.alarms?.positions ?? []).some(({ id }) => deskKey(position.plant, id) === position.id)
}
