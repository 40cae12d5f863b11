import { Refused, type ResponseDecision } from '@genba/contracts'
import { wish, type HoldWish } from '@genba/playbook'
import { audit, note, withResponse, type Change } from '../responses/change.js'
import { entryId } from '../approvals/entry-id.js'
import { holdParams } from './place-hold.js'

type What = Extract<ResponseDecision['what'], { kind: 'renew-hold' | 'undo-hold' }>

/** The response after a person's wish for a hold; one that does not fit is told and changes nothing. */
export function wishHold(change: Change, decision: ResponseDecision, what: What, now: number): Change {
  const { holds = [], incident } = change.response
  const { by, at } = decision
  const id = entryId(decision)
  const asked: HoldWish =
    what.kind === 'renew-hold'
      ? { kind: 'renew', holdMs: what.holdMs, reason: what.reason }
      : { kind: 'undo', isByHand: what.isByHand, reason: what.reason }
  const told = (
    so: Change,
    kind: 'hold.wished' | 'hold.undone' | 'hold.late',
    more: Record<string, string | number>,
  ): Change => {
    const params = { wish: asked.kind, reason: what.reason, ...more }
    return audit(note(so, { kind, by: by.user, params, now, id }), id, {
      at,
      by: by.user,
      action: kind,
      subject: incident,
      detail: { ...params, roles: by.roles.join(',') },
    })
  }
  const hold = holds.find(({ id }) => id === what.hold)
  try {
    if (!hold) throw new Refused('NOT_FOUND', { hold: what.hold })
    const wished = wish(hold, by, asked, now)
    const so = withResponse(change, { holds: holds.map((each) => (each === hold ? wished : each)) })
    return told(so, wished.state.at === 'undone' ? 'hold.undone' : 'hold.wished', holdParams(wished))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return told(change, 'hold.late', { hold: what.hold, code: error.code, ...(hold ? holdParams(hold) : {}) })
  }
}
