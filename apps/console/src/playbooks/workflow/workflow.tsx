import '@xyflow/react/dist/base.css'
import type { PlaybookStep } from '@genba/contracts'
import { useComputedColorScheme } from '@mantine/core'
import { Handle, MarkerType, Position, ReactFlow, type Edge, type Node, type NodeProps } from '@xyflow/react'
import { useMemo, useRef, type KeyboardEvent } from 'react'
import { useWords, type Words } from '../../i18n/use-words.js'
import { STEP, walk, workflowLayout, type PlacedEdge, type WorkflowLayout } from './workflow-layout.js'
import { actorText, effectText, nameText, phaseText, typeText } from '../step-words.js'
import styles from './workflow.module.css'

type StepNode = Node<{ step: PlaybookStep; isChosen: boolean; onChoose: (id: string) => void }, 'step'>
const NODE_TYPES = { step: StepBox }

type Props = { steps: readonly PlaybookStep[]; chosen: string | undefined; onChoose: (id: string) => void }

/** The workflow as a graph from above to below; the arrow keys walk along its ways. */
export function Workflow({ steps, chosen, onChoose }: Props) {
  const words = useWords()
  const scheme = useComputedColorScheme('light')
  const box = useRef<HTMLDivElement>(null)
  const layout = useMemo(() => workflowLayout(steps), [steps])
  const nodes = useMemo(() => nodesOf(layout, chosen, onChoose), [layout, chosen, onChoose])
  const edges = useMemo(() => layout.edges.map((edge) => edgeOf(edge, words)), [layout, words.language])
  const go = (event: KeyboardEvent): void => {
    const to = walk(layout, chosen ?? '', event.key)
    if (to === undefined) return
    event.preventDefault()
    onChoose(to)
    box.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(to)}"]`)?.focus()
  }
  return (
    <div className={styles['scroll']} role="region" aria-label={words.t('playbooks.graph')}>
      <div
        ref={box}
        className={styles['flow']}
        style={{ width: layout.width, height: layout.height }}
        onKeyDown={go}
        role="presentation"
      >
        <ReactFlow
          aria-label={words.t('playbooks.graph')}
          colorMode={scheme}
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          defaultViewport={{ x: 0, y: 0, zoom: 1 }}
          minZoom={1}
          maxZoom={1}
          panOnDrag={false}
          zoomOnScroll={false}
          zoomOnPinch={false}
          zoomOnDoubleClick={false}
          preventScrolling={false}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
        />
      </div>
    </div>
  )
}

function StepBox({ data: { step, isChosen, onChoose } }: NodeProps<StepNode>) {
  const words = useWords()
  const effect = effectText(step, words)
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <button
        type="button"
        className={styles['step']}
        data-step={step.id}
        data-type={step.type}
        data-effect={step.effect?.production ?? 'none'}
        aria-current={isChosen ? 'step' : undefined}
        onClick={() => onChoose(step.id)}
      >
        <span className={styles['kind']}>
          <span>{typeText(step, words)}</span>
          {step.phase && <span data-phase={step.phase}>{phaseText(step.phase, words)}</span>}
        </span>
        <b className={styles['name']}>{nameText(step, words)}</b>
        <span className={styles['who']}>
          {actorText(step, words)}
          {effect && <em>{effect}</em>}
        </span>
      </button>
      <Handle id="on" type="source" position={Position.Bottom} isConnectable={false} />
      <Handle id="else" type="source" position={Position.Right} isConnectable={false} />
    </>
  )
}

const nodesOf = ({ steps }: WorkflowLayout, chosen: string | undefined, onChoose: (id: string) => void): StepNode[] =>
  steps.map(({ step, x, y }) => ({
    id: step.id,
    type: 'step',
    position: { x, y },
    width: STEP.width,
    height: STEP.height,
    data: { step, isChosen: step.id === chosen, onChoose },
  }))

const COLORS: Partial<Record<PlacedEdge['kind'], string>> = {
  on_success: 'var(--g-good)',
  on_true: 'var(--g-good)',
  on_failure: 'var(--g-critical)',
  on_false: 'var(--g-high)',
}

/** The usual way on needs no words; what people or a condition decide has its own, in words and not in colour alone. */
function edgeOf({ id, from, to, kind, label, isBack }: PlacedEdge, { t }: Words): Edge {
  const color = COLORS[kind] ?? 'var(--g-edge)'
  const text = kind === 'cases' ? label : kind === 'on_completion' ? undefined : t(`playbooks.edge.${kind}`)
  return {
    id,
    source: from,
    target: to,
    // Beside the usual way, so that the two never lie on each other.
    sourceHandle: kind === 'on_failure' || kind === 'on_false' ? 'else' : 'on',
    type: 'smoothstep',
    style: { stroke: color, strokeWidth: 1.6, ...(isBack ? { strokeDasharray: '5 4' } : {}) },
    markerEnd: { type: MarkerType.ArrowClosed, color, width: 16, height: 16, markerUnits: 'userSpaceOnUse' },
    ...(text === undefined ? {} : { label: text }),
    labelBgPadding: [4, 1],
    labelBgBorderRadius: 3,
    labelStyle: { fill: color, fontSize: 11, fontWeight: 600 },
    labelBgStyle: { fill: 'var(--g-panel)' },
  }
}
