import type { Level, PlantState, Role } from '@genba/contracts'
import type { ProductionEffect } from '../cacao/extension.js'

/** Who must agree: so many distinct people with one of `roles`, and every role of `mustInclude` among them. */
export type Approvers = { people: 0 | 1 | 2; roles: readonly Role[]; mustInclude: readonly Role[] }

const NOBODY: Approvers = { people: 0, roles: [], mustInclude: [] }
/** Somebody who is responsible at the plant. */
const AT_THE_PLANT: Approvers = { people: 1, roles: ['shift-leader', 'plant-engineer'], mustInclude: [] }
const SHIFT_LEADER: Approvers = { people: 1, roles: ['shift-leader'], mustInclude: ['shift-leader'] }
const TWO_PEOPLE: Approvers = {
  people: 2,
  roles: ['shift-leader', 'plant-engineer', 'soc-analyst'],
  mustInclude: ['shift-leader'],
}

/**
 * House rule 7 and guideline 3.1.5, 3.3(1)A: what a step does to production, how much the hit assets matter for safety, and what
 * the plant is doing decide who must agree. High safety importance: two people, one of them the shift leader, in each state, since
 * people may be at the machine. While people work inside of a plant (maintenance, changeover) nothing moves on one person's word.
 */
export const APPROVAL = {
  none: {
    low: { running: NOBODY, changeover: NOBODY, stopped: NOBODY, maintenance: NOBODY },
    medium: { running: NOBODY, changeover: NOBODY, stopped: NOBODY, maintenance: NOBODY },
    high: { running: NOBODY, changeover: NOBODY, stopped: NOBODY, maintenance: NOBODY },
  },
  isolates: {
    low: { running: AT_THE_PLANT, changeover: AT_THE_PLANT, stopped: AT_THE_PLANT, maintenance: AT_THE_PLANT },
    medium: { running: SHIFT_LEADER, changeover: SHIFT_LEADER, stopped: AT_THE_PLANT, maintenance: AT_THE_PLANT },
    high: { running: TWO_PEOPLE, changeover: TWO_PEOPLE, stopped: TWO_PEOPLE, maintenance: TWO_PEOPLE },
  },
  moves: {
    low: { running: SHIFT_LEADER, changeover: TWO_PEOPLE, stopped: SHIFT_LEADER, maintenance: TWO_PEOPLE },
    medium: { running: SHIFT_LEADER, changeover: TWO_PEOPLE, stopped: SHIFT_LEADER, maintenance: TWO_PEOPLE },
    high: { running: TWO_PEOPLE, changeover: TWO_PEOPLE, stopped: TWO_PEOPLE, maintenance: TWO_PEOPLE },
  },
  stops: {
    low: { running: SHIFT_LEADER, changeover: SHIFT_LEADER, stopped: AT_THE_PLANT, maintenance: AT_THE_PLANT },
    medium: { running: SHIFT_LEADER, changeover: SHIFT_LEADER, stopped: AT_THE_PLANT, maintenance: AT_THE_PLANT },
    high: { running: TWO_PEOPLE, changeover: TWO_PEOPLE, stopped: TWO_PEOPLE, maintenance: TWO_PEOPLE },
  },
} as const satisfies Record<ProductionEffect, Record<Level, Record<PlantState, Approvers>>>
