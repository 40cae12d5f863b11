import type { PlantCover } from '@genba/contracts'

/** Covers by what is to be done with them: to decide, running or planned, over. */
export function sortCovers(covers: readonly PlantCover[], now: number) {
  const isPast = ({ cover, refused, ended }: PlantCover): boolean =>
    refused !== undefined ||
    ended !== undefined ||
    (cover.kind !== 'request' && cover.until !== undefined && cover.until <= now)
  const current = covers.filter((one) => !isPast(one))
  return {
    asked: current.filter(({ cover }) => cover.kind === 'request'),
    running: current.filter(({ cover }) => cover.kind !== 'request'),
    past: covers.filter(isPast),
  }
}
