import type { IncidentRow } from '@genba/contracts'

const rank = (row: IncidentRow): number => {
  if (row.state !== 'open' || !row.response) return 2
  if (row.response.waiting.length > 0) return 0
  return row.response.state === 'parked' ? 1 : 2
}

/** What needs a person first, the longest wait on top; then the rest, the newest movement on top. */
export function inOrder(rows: readonly IncidentRow[]): IncidentRow[] {
  return [...rows].sort((a, b) => {
    const byRank = rank(a) - rank(b)
    if (byRank !== 0) return byRank
    const byWait = rank(a) < 2 ? (a.response?.phaseSince ?? 0) - (b.response?.phaseSince ?? 0) : 0
    return byWait || b.lastAt - a.lastAt || (a.id < b.id ? -1 : 1)
  })
}

/** True when every word that was typed is in one of the texts of a row. */
export function matches(texts: readonly string[], typed: string): boolean {
  const all = texts.join('\n').toLowerCase()
  return typed
    .toLowerCase()
    .split(/[\s\u3000]+/)
    .every((word) => all.includes(word))
}
