import type { Run } from '@genba/contracts'

/** The run's fact `zones`: what its incident had reached when the run began, or was last oriented by. */
export const zonesFact = (zones: readonly string[]): string => zones.join(',')

export const zonesOf = ({ variables }: Pick<Run, 'variables'>): string[] => variables['zones']?.split(',') ?? []
