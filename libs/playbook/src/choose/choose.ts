import { z } from 'zod'

/** One row: a playbook for the incidents in which one rule's finding fits all that `when` names. */
export const ChooseRow = z.strictObject({
  when: z
    .strictObject({
      /** Names; `*` at the end stands for any rest, as in `line-*`. */
      zone: z.array(z.string()).min(1).optional(),
      zoneNetwork: z
        .array(z.enum(['equipment', 'production-control', 'information']))
        .min(1)
        .optional(),
      rule: z.array(z.string()).min(1).optional(),
      minSeverity: z.number().int().min(0).max(100).optional(),
    })
    .default({}),
  playbook: z.string(),
})
export type ChooseRow = z.infer<typeof ChooseRow>

/** One finding of a correlation rule in one zone. `zoneNetwork` is absent for a zone that the plant does not have. */
export type Finding = { zone: string; zoneNetwork?: string | undefined; rule: string }
export type ChooseFacts = { findings: readonly Finding[]; severity: number }
/** `row` counts from 0: the smaller, the more special. `finding` is what the row was chosen for. */
export type Choice = { row: number; playbook: string; finding: Finding | undefined }

/** The first row that fits; the last row of a read table fits everything. */
export function choose(table: readonly ChooseRow[], facts: ChooseFacts): Choice {
  for (const [row, { when, playbook }] of table.entries()) {
    if (facts.severity < (when.minSeverity ?? 0)) continue
    const finding = facts.findings.find((each) => fits(when, each))
    if (finding || row === table.length - 1) return { row, playbook, finding: finding ?? facts.findings[0] }
  }
  throw new Error('the decision table has no rows')
}

function fits(when: ChooseRow['when'], { zone, zoneNetwork, rule }: Finding): boolean {
  return (
    (!when.zone || when.zone.some((name) => matches(name, zone))) &&
    (!when.zoneNetwork || when.zoneNetwork.some((kind) => kind === zoneNetwork)) &&
    (!when.rule || when.rule.some((name) => matches(name, rule)))
  )
}

const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name
