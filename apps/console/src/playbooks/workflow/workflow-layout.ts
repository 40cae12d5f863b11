import type { PlaybookEdge, PlaybookStep } from '@genba/contracts'

export const STEP = { width: 208, height: 96 }
const GAP = { x: 48, y: 56 }
const PAD = 12
/** Room for the ways that leave at the side of the last column. */
const SIDE = 40
const SWEEPS = 4

export type PlacedStep = { step: PlaybookStep; x: number; y: number; row: number; column: number }
/** `isBack`: it leads to a step further up, as a loop does. */
export type PlacedEdge = PlaybookEdge & { id: string; from: string; isBack: boolean }
export type WorkflowLayout = { steps: PlacedStep[]; edges: PlacedEdge[]; width: number; height: number }

/**
 * A workflow in rows from above to below: each step stands below all that lead to it, but for ways back; within a row steps stand
 * below those they come from, so that few ways cross.
 */
export function workflowLayout(steps: readonly PlaybookStep[]): WorkflowLayout {
  const edges = edgesOf(steps)
  const rows = ordered(rowsOf(steps, edges), edges)
  const columns = Math.max(1, ...rows.map((row) => row.length))
  const placed = rows.flatMap((row, index) =>
    row.map((step, column) => ({
      step,
      row: index,
      column,
      x: PAD + ((columns - row.length) / 2 + column) * (STEP.width + GAP.x),
      y: PAD + index * (STEP.height + GAP.y),
    })),
  )
  return {
    steps: placed,
    edges,
    width: 2 * PAD + SIDE + columns * STEP.width + (columns - 1) * GAP.x,
    height: 2 * PAD + rows.length * STEP.height + Math.max(0, rows.length - 1) * GAP.y,
  }
}

/** Where a key leads from a step: along the first way on, back to what led here, or to a neighbour in the row. */
export function walk({ steps, edges }: WorkflowLayout, from: string, key: string): string | undefined {
  const here = steps.find(({ step }) => step.id === from)
  if (!here) return steps[0]?.step.id
  const beside = (by: number): string | undefined =>
    steps.find(({ row, column }) => row === here.row && column === here.column + by)?.step.id
  switch (key) {
    case 'ArrowDown':
      return edges.find((edge) => edge.from === from && !edge.isBack)?.to
    case 'ArrowUp':
      return edges.find((edge) => edge.to === from && !edge.isBack)?.from
    case 'ArrowLeft':
      return beside(-1)
    case 'ArrowRight':
      return beside(1)
    case 'Home':
      return steps[0]?.step.id
    case 'End':
      return steps.at(-1)?.step.id
    default:
      return undefined
  }
}

function edgesOf(steps: readonly PlaybookStep[]): PlacedEdge[] {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const back = new Set<PlaybookEdge>()
  const state = new Map<string, 'open' | 'done'>()
  for (const { id } of steps) visit(id)
  return steps.flatMap(({ id, to }) =>
    to
      .filter((edge) => byId.has(edge.to))
      .map((edge) => ({
        ...edge,
        from: id,
        id: `${id} ${edge.kind} ${edge.label ?? ''} ${edge.to}`,
        isBack: back.has(edge),
      })),
  )

  /** Depth first, without recursion: a workflow can be long. */
  function visit(first: string): void {
    const open = [{ id: first, next: 0 }]
    if (state.has(first)) return
    state.set(first, 'open')
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const edge = byId.get(top.id)?.to[top.next++]
      if (!edge) {
        state.set(top.id, 'done')
        open.pop()
      } else if (state.get(edge.to) === 'open') back.add(edge)
      else if (!state.has(edge.to) && byId.has(edge.to)) {
        state.set(edge.to, 'open')
        open.push({ id: edge.to, next: 0 })
      }
    }
  }
}

/** The longest way from any beginning says the row; without ways back there is no circle. */
function rowsOf(steps: readonly PlaybookStep[], edges: readonly PlacedEdge[]): PlaybookStep[][] {
  const ways = edges.filter(({ isBack }) => !isBack)
  const left = new Map(steps.map(({ id }) => [id, ways.filter(({ to }) => to === id).length]))
  const rank = new Map(steps.map(({ id }) => [id, 0]))
  const ready = steps.filter(({ id }) => left.get(id) === 0).map(({ id }) => id)
  for (let id = ready.shift(); id !== undefined; id = ready.shift())
    for (const { from, to } of ways) {
      if (from !== id) continue
      rank.set(to, Math.max(rank.get(to) ?? 0, (rank.get(id) ?? 0) + 1))
      left.set(to, (left.get(to) ?? 0) - 1)
      if (left.get(to) === 0) ready.push(to)
    }
  const rows: PlaybookStep[][] = []
  for (const step of steps) (rows[rank.get(step.id) ?? 0] ??= []).push(step)
  return rows
}

/** Each row by the middle of what its steps are joined to, some times down and up again. */
function ordered(rows: PlaybookStep[][], edges: readonly PlacedEdge[]): PlaybookStep[][] {
  let now = rows
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const at = new Map(now.flatMap((row) => row.map(({ id }, index) => [id, index - row.length / 2] as const)))
    const middle = (id: string): number => {
      const joined = edges.flatMap(({ from, to }) =>
        (sweep % 2 === 0 ? to === id : from === id) ? [at.get(sweep % 2 === 0 ? from : to) ?? 0] : [],
      )
      return joined.length === 0 ? (at.get(id) ?? 0) : joined.reduce((sum, each) => sum + each, 0) / joined.length
    }
    now = now.map((row) => row.toSorted((a, b) => middle(a.id) - middle(b.id)))
  }
  return now
}
