import type { ChoiceFinding, ChooseRow, Incident, Plant } from '@genba/contracts'

export type ChooseFacts = { findings: readonly ChoiceFinding[]; severity: number }
/** `row` counts from 0: the smaller, the more special. `finding` is what the row was chosen for. */
export type Choice = { row: number; playbook: string; finding: ChoiceFinding | undefined }

/** What rows may ask for of an incident; `plant` is absent where nobody has its model. */
export function chooseFacts(
  { signals, severity }: Pick<Incident, 'signals' | 'severity'>,
  plant: Pick<Plant, 'networks' | 'zones' | 'assets'> | undefined,
): ChooseFacts {
  const networks = new Map(plant?.networks.map(({ id, kind }) => [id, kind]))
  const kinds = new Map(plant?.zones.map(({ id, network }) => [id, networks.get(network)]))
  const findings = signals.map(({ zone, rule }) => ({
    zone,
    zoneNetwork: kinds.get(zone),
    assetKinds: (plant?.assets ?? []).filter((asset) => asset.zone === zone).map(({ kind }) => kind),
    rule: rule.id,
    techniques: rule.techniques.map((id) => id.toUpperCase()),
  }))
  return { findings, severity }
}

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
  { zone, zoneNetwork, assetKinds = [], rule, techniques = [] }: ChoiceFinding,
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
