import type { Alert } from '@genba/contracts'
import { advance, alarmDueAt, isAbnormalStill, type Alarm, type Change } from './alarm.js'
import type { Memory } from './anomaly-state.js'
import { change as changed } from './change.js'
import { cusum } from './cusum.js'
import type { Detection, Look } from './detection.js'
import { draftAlert } from './draft-alert.js'
import { drift } from './drift.js'
import { ewma } from './ewma.js'
import { frozen } from './frozen.js'
import { limits } from './limits.js'
import { rate } from './rate.js'
import { silent } from './silent.js'
import type { Watch } from './watch.js'

const DETECTIONS = { limits, rate, frozen, drift, change: changed, cusum, ewma, silent } as const satisfies {
  [D in Watch['detect']]: unknown
}
/** One table for all: a memory's key begins with its detector's name, so that each only ever meets its own memory. */
const detectionOf = ({ detect }: Watch) => DETECTIONS[detect] as unknown as Detection<Watch, Memory>

/** A watch that begins more often than this within its re-alarm time chatters: further begins are counted and told with the next one heard. */
export const BEGINS_MAX = 6

/** Every watch's judgement of one look at a series. Returns when time alone can next change one of them. */
export function judge(watches: readonly Watch[], look: Look, alerts: Alert[]): number {
  let dueAt = Infinity
  for (const watch of watches) {
    const detection = detectionOf(watch)
    const memory = (look.series.memories[watch.key] ??= detection.open(watch, look))
    const isAbnormal = detection.judge(watch, memory, look) ?? isAbnormalStill(memory.alarm)
    if (isAbnormal || memory.alarm.is !== 'normal') {
      const before = memory.alarm
      const after = advance(before, isAbnormal, look.at, watch)
      memory.alarm = after.alarm
      if (after.change !== undefined)
        tell(watch, memory, look, after.change, after.change === 'return' ? before : after.alarm, alerts)
      dueAt = Math.min(dueAt, alarmDueAt(memory.alarm, watch))
    }
    if (detection.dueAt) dueAt = Math.min(dueAt, detection.dueAt(watch, memory, look))
  }
  return dueAt
}

function tell(watch: Watch, memory: Memory, look: Look, change: Change, alarm: Alarm, alerts: Alert[]): void {
  if (alarm.is !== 'standing' && alarm.is !== 'clearing') return
  const muted = mutedBefore(memory, change, look.at, watch)
  if (muted === undefined) {
    look.state.counts.muted++
    return
  }
  const detection = detectionOf(watch)
  const { since, raises } = alarm
  const words = `${detection.words(watch, look.series)}${change === 'return' ? ': returned to normal' : ''}`
  const said = { words, numbers: detection.numbers(watch, memory, look) }
  alerts.push(draftAlert(look.state, look.series, watch, { change, since, raises, at: look.at, muted, ...said }))
}

/** How many tellings were held back before this one, or undefined when it is held back itself. What still stands at its re-alarm time is told. */
function mutedBefore(memory: Memory, change: Change, at: number, { reAlarmMs }: Watch): number | undefined {
  if (change === 'begin') {
    const before = memory.begins
    const begins =
      before === undefined || at >= before.from + reAlarmMs ? { from: at, count: 0, muted: before?.muted ?? 0 } : before
    begins.count++
    memory.begins = begins
    if (begins.count > BEGINS_MAX) memory.isMuted = true
  }
  if (memory.isMuted === true && change !== 'again') {
    if (change === 'begin') memory.begins!.muted++
    else delete memory.isMuted
    return undefined
  }
  delete memory.isMuted
  const muted = memory.begins?.muted ?? 0
  if (memory.begins && change !== 'return') memory.begins.muted = 0
  return change === 'return' ? 0 : muted
}
