import type { Relayed } from '@genba/contracts'

/** Something that a sensor will report `offsetMs` after the start; `render` gives the record once its wall time is known. */
export type Report = {
  offsetMs: number
  source: Relayed['source']
  render: (at: number) => Relayed['record']
  stage?: string
}
