import type { ExplainedWindow } from '@genba/contracts'
import type { CorrelationRule } from '../rules/compile-correlation.js'
import { countHeld } from '../windows/holds.js'
import { allEvents, isSameGroup, type Event } from './events.js'
import type { Scene } from './explain.js'

/** Windows that are compared to find the one nearest to the condition; each is as true as the others. */
const WINDOWS_MAX = 200

/** The window that fired, or of those with the event in it the one that came nearest to the condition. */
export function findWindow(scene: Scene, index: number, event: Event, firedAt: number | undefined): ExplainedWindow {
  const rule = scene.pack.rules[index] as CorrelationRule
  const all = allEvents(scene, index).sort((a, b) => a.at - b.at)
  const members = all.filter(({ group }) => isSameGroup(group, event.group))
  const others = all.filter(({ group }) => !isSameGroup(group, event.group))
  const measure = (to: number): ExplainedWindow => {
    const from = to - rule.timespanMs
    const count = countHeld(rule, members, from, to)
    const elsewhere = others.filter(({ at }) => at >= from && at <= to).length
    return { from, to, count, needed: rule.threshold, elsewhere }
  }
  // A signal that began before what was read has had its condition met, whatever is left of the window here.
  if (firedAt !== undefined) {
    const window = measure(firedAt)
    return { ...window, count: Math.max(window.count, rule.threshold) }
  }
  const ends = members.filter(({ at }) => at >= event.at && at <= event.at + rule.timespanMs).slice(0, WINDOWS_MAX)
  return ends
    .map(({ at }) => measure(at))
    .reduce((best, each) => (each.count > best.count ? each : best), measure(event.at))
}
