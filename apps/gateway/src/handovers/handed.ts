import type { HandoverHold, HandoverSheet, HoldList, PlantCover } from '@genba/contracts'
import { drillOf } from '../alarms/covering.js'

/** The real covers of a plant: what a drill has shelved hides none of its alarms. */
export function handedCovers(covers: readonly PlantCover[]): Pick<HandoverSheet, 'shelves' | 'maintenance'> {
  const real = covers.map(({ cover }) => cover).filter((cover) => drillOf(cover) === undefined)
  return {
    shelves: real.filter((cover) => cover.kind === 'shelf' || cover.kind === 'outOfService'),
    maintenance: real.filter((cover) => cover.kind === 'maintenance'),
  }
}

/** The real measures that stand: a drill's were only simulated, nobody has to undo them. */
export const handedHolds = (holds: HoldList['holds']): HandoverHold[] =>
  holds.filter(({ isDrill }) => !isDrill).map(handed)

function handed({ incident, hold }: HoldList['holds'][number]): HandoverHold {
  const { id, title, connector, roles, until, state, undo } = hold
  return {
    ...{ id, title, connector, roles, state, incident, undo: { by: undo.by, text: undo.text } },
    ...(until === undefined ? {} : { until }),
  }
}
