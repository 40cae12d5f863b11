import type { Alert } from '@genba/contracts'

/**
 * The measured value that a process alert is about, its sensor and where it names one the detector; empty for any other alert. An asset
 * has many measured values, and each may stand by itself.
 */
export function pointOf(alert: Pick<Alert, 'kind' | 'rule' | 'sensor' | 'fields'>): string {
  const { kind, rule, sensor } = alert
  if (kind !== 'process') return ''
  // Asked of the rule first: `fields` of a packed alert are parsed when they are asked for.
  const detector = rule.startsWith('anomaly:') ? alert.fields['detector'] : undefined
  return typeof detector === 'string' ? pointText({ sensor, detector }) : sensor
}

export const pointText = ({
  sensor,
  detector,
}: {
  sensor?: string | undefined
  detector?: string | undefined
}): string => (detector === undefined ? (sensor ?? '') : `${sensor ?? ''}${APART}${detector}`)

/** Sensor and detector of a point, as its document names them. */
export function partsOf(point: string): { sensor?: string; detector?: string } {
  if (point === '') return {}
  const apart = point.lastIndexOf(APART)
  return apart < 0 ? { sensor: point } : { sensor: point.slice(0, apart), detector: point.slice(apart + 1) }
}

/** The unit separator of ASCII: no sensor is named with it, so that two points cannot read the same. */
const APART = '\u001f'
