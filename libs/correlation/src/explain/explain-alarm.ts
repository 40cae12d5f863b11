import type { AlarmCover, CoverKind, ExplainedAlarm } from '@genba/contracts'
import type { AlarmDesign } from '../alarm/design.js'
import type { Verdict } from '../alarm/verdict.js'

/** The verdict with what people, or the plant's file, said of what hid the alarm. */
export function explainAlarm(verdict: Verdict, covers: readonly AlarmCover[], design: AlarmDesign): ExplainedAlarm {
  const { is, counts } = verdict
  if (is === 'shelved') return { is, counts, cover: told('shelf', verdict.by, covers) }
  if (is === 'outOfService') return { is, counts, cover: told('outOfService', verdict.by, covers) }
  if (is === 'suppressed' && verdict.kind === 'design') {
    const reason = design.rules.find(({ id }) => id === verdict.by)?.reason
    return { is, counts, cover: { kind: 'design', id: verdict.by, ...(reason === undefined ? {} : { reason }) } }
  }
  if (is === 'suppressed') return { is, counts, cover: told(verdict.kind, verdict.by, covers) }
  return { is, counts }
}

function told(kind: CoverKind, id: string, covers: readonly AlarmCover[]): NonNullable<ExplainedAlarm['cover']> {
  const cover = covers.find((each) => each.kind === kind && each.id === id)
  if (!cover) return { kind, id }
  const { by, reason, until } = cover
  return { kind, id, by, reason, ...(until === undefined ? {} : { until }) }
}
