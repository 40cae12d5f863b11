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
      /** Kinds of assets (contracts: AssetKind), one of which the zone has. */
      assetKind: z.array(z.string()).min(1).optional(),
      rule: z.array(z.string()).min(1).optional(),
      /** MITRE ATT&CK for ICS techniques of the rule, as `T0836`. */
      technique: z
        .array(z.string().regex(/^T\d{4}$/))
        .min(1)
        .optional(),
      minSeverity: z.number().int().min(0).max(100).optional(),
    })
    .default({}),
  playbook: z.string(),
})
export type ChooseRow = z.infer<typeof ChooseRow>

/** One finding of a correlation rule in one zone. What the plant says of the zone is absent when it does not have it. */
export type Finding = {
  zone: string
  zoneNetwork?: string | undefined
  assetKinds?: readonly string[]
  rule: string
  techniques?: readonly string[]
}
export type ChooseFacts = { findings: readonly Finding[]; severity: number }
/** `row` counts from 0: the smaller, the more special. `finding` is what the row was chosen for. */
export type Choice = { row: number; playbook: string; finding: Finding | undefined }

/** The first row that fits and whose playbook may start; the last row of a read table fits everything. */
export function choose(
  table: readonly ChooseRow[],
  facts: ChooseFacts,
  mayStart: (playbook: string) => boolean = () => true,
): Choice {
  for (const [row, { when, playbook }] of table.entries()) {
    const isDefault = row === table.length - 1
    if (facts.severity < (when.minSeverity ?? 0) || (!isDefault && !mayStart(playbook))) continue
    const finding = facts.findings.find((each) => fits(when, each))
    if (finding || isDefault) return { row, playbook, finding: finding ?? facts.findings[0] }
  }
  throw new Error('the decision table has no rows')
}

function fits(
  when: ChooseRow['when'],
  { zone, zoneNetwork, assetKinds = [], rule, techniques = [] }: Finding,
): boolean {
  return (
    (!when.zone || when.zone.some((name) => matches(name, zone))) &&
    (!when.zoneNetwork || when.zoneNetwork.some((kind) => kind === zoneNetwork)) &&
    (!when.assetKind || when.assetKind.some((kind) => assetKinds.includes(kind))) &&
    (!when.rule || when.rule.some((name) => matches(name, rule))) &&
    (!when.technique || when.technique.some((id) => techniques.includes(id)))
  )
}

const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name
