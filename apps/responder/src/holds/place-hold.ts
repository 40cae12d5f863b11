import type { Hold, Localised, OutsideRequest, Role } from '@genba/contracts'
import { beside, fillText, openHold, outsideRequest } from '@genba/playbook'
import { note, withResponse, type Change } from '../responses/change.js'
import type { Task } from '../steps/task.js'

type Sent = { key: string; connector: string; request: OutsideRequest }

/** Who may end or renew what nobody had to approve. */
const AT_THE_PLANT: Role[] = ['shift-leader', 'plant-engineer']
const PLAIN: Localised = { ja: '元の要求の取り消し', en: 'Take back the request' }

/** The response with the hold that an attempt made: a step that says how it is undone, or an approved effect that stands for a time. */
export function placeHold(change: Change, task: Task, { key, connector, request }: Sent, now: number): Change {
  const { run, runStep, extension, step, variables } = task
  const { holds = [], approvals } = change.response
  const approval =
    extension.approvedBy === undefined
      ? undefined
      : approvals.findLast((each) => each.run === run.id && each.step === beside(runStep.id, extension.approvedBy!))
  const effect = approval?.effect ?? (extension.effect && withWords(extension.effect, task))
  const { undo } = extension
  if ((!undo && effect?.holdMs === undefined) || holds.some(({ id }) => id === key)) return change
  const type = step.commands![0]!.type
  const hold = openHold({
    id: key,
    run: run.id,
    step: runStep.id,
    title: runStep.name,
    connector,
    request,
    undo: {
      by: undo?.by ?? 'person',
      text: effect?.undo ?? PLAIN,
      ...(undo?.command || undo?.content ? { request: outsideRequest({ type, ...undo }, variables) } : {}),
    },
    roles: approval?.roles ?? AT_THE_PLANT,
    holdMs: effect?.holdMs,
    now,
  })
  return note(withResponse(change, { holds: [...holds, hold] }), { kind: 'hold.placed', params: holdParams(hold), now })
}

/** What the timeline tells of a hold. */
export const holdParams = ({ id, run, step, connector, until }: Hold): Record<string, string | number> => ({
  hold: id,
  run,
  step,
  connector,
  ...(until === undefined ? {} : { until }),
})

const withWords = (effect: NonNullable<Task['extension']['effect']>, { run }: Task) => ({
  ...effect,
  undo: fillText(effect.undo, run),
})
