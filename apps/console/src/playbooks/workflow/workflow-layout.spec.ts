import { describe, expect, it } from '@jest/globals'
import type { PlaybookStep } from '@genba/contracts'
import { STEP, walk, workflowLayout } from './workflow-layout.js'

const step = (id: string, ...to: string[]): PlaybookStep => ({
  id,
  type: 'action',
  name: { ja: id, en: id },
  to: to.map((target) => ({ kind: 'on_completion', to: target })),
})

describe('the layout of a workflow', () => {
  const layout = workflowLayout([step('a', 'b', 'c'), step('b', 'd'), step('c', 'e'), step('e', 'd', 'a'), step('d')])
  const rowOf = (id: string) => layout.steps.find((placed) => placed.step.id === id)?.row

  it('puts each step below all that lead to it, and tells a way back', () => {
    expect(['a', 'b', 'c', 'e', 'd'].map(rowOf)).toEqual([0, 1, 1, 2, 3])
    expect(layout.edges.filter(({ isBack }) => isBack).map(({ from, to }) => `${from} ${to}`)).toEqual(['e a'])
  })
  it('lets no step stand on another, all within its bounds', () => {
    for (const { step: one, x, y } of layout.steps) {
      expect(x + STEP.width).toBeLessThanOrEqual(layout.width)
      expect(y + STEP.height).toBeLessThanOrEqual(layout.height)
      for (const other of layout.steps)
        if (other.step !== one)
          expect(Math.abs(other.x - x) >= STEP.width || Math.abs(other.y - y) >= STEP.height).toBe(true)
    }
  })
  it('has a place for steps that nothing leads to, and leaves out a way to nowhere', () => {
    const { steps, edges } = workflowLayout([step('a', 'gone'), step('alone')])
    expect([steps.map(({ row }) => row), edges]).toEqual([[0, 0], []])
    expect(workflowLayout([]).steps).toEqual([])
  })
  it('ends with a circle of which no step is a beginning', () => {
    expect(workflowLayout([step('a', 'b'), step('b', 'a')]).steps.map(({ row }) => row)).toEqual([0, 1])
  })
  it('is walked with the arrow keys', () => {
    expect(walk(layout, 'a', 'ArrowDown')).toBe('b')
    expect(walk(layout, 'b', 'ArrowRight')).toBe('c')
    expect(walk(layout, 'c', 'ArrowUp')).toBe('a')
    expect(walk(layout, 'd', 'ArrowDown')).toBeUndefined()
    expect([walk(layout, 'c', 'Home'), walk(layout, 'a', 'End'), walk(layout, 'gone', 'End')]).toEqual(['a', 'd', 'a'])
  })
})
