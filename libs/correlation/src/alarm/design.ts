import { desksOf, type Plant } from '@genba/contracts'
import { NO_SEATS, type AlarmFacts } from './policy.js'

/** What hides, keeps and presents alarms without anybody's word: the plants' own files and what each plant was doing. */
export type AlarmDesign = Pick<AlarmFacts, 'rules' | 'plantStates' | 'latched' | 'seats'>

export const NO_DESIGN: AlarmDesign = { rules: [], plantStates: {}, latched: [], seats: NO_SEATS }

/** A plant whose state nobody has changed yet has been in that of its file for ever. */
export const designOf = (plants: readonly Pick<Plant, 'id' | 'state' | 'stateSpans' | 'alarms'>[]): AlarmDesign => ({
  rules: plants.flatMap(({ id, alarms }) => (alarms?.suppression ?? []).map((rule) => ({ ...rule, plant: id }))),
  plantStates: Object.fromEntries(
    plants.map(({ id, state, stateSpans }) => [id, stateSpans ?? [{ from: 0, state }]] as const),
  ),
  latched: plants.flatMap(({ id, alarms }) => (alarms?.latched ?? []).map((rule) => `${id}/${rule}`)),
  seats: { desks: desksOf(plants) },
})

/** Whether both say the same; the partitions of keys are not compared. */
export const isSameDesign = (a: AlarmDesign, b: AlarmDesign): boolean => textOf(a) === textOf(b)

const textOf = ({ rules, plantStates, latched, seats: { desks } }: AlarmDesign): string =>
  JSON.stringify([rules, plantStates, latched, [...desks]])
