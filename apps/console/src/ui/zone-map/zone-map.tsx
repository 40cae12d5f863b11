import '@xyflow/react/dist/base.css'
import type { Plant } from '@genba/contracts'
import { useComputedColorScheme } from '@mantine/core'
import { Controls, MarkerType, ReactFlow, useNodesState, useReactFlow, useStore, type Edge } from '@xyflow/react'
import { useEffect, useMemo } from 'react'
import { useWords } from '../../i18n/use-words.js'
import { laneTitle } from './lane-title.js'
import { LaneNode, TitleNode, ZoneNode, type MapNode } from './nodes.js'
import styles from './zone-map.module.css'
import type { Picture } from './picture.js'
import { LANE, zoneLayout, type Pins, type PlacedConduit, type ZoneLayout } from './zone-layout.js'

const NODE_TYPES = { lane: LaneNode, title: TitleNode, zone: ZoneNode }
const SPREAD_COLOR = 'var(--g-critical)'
const FIT = { padding: 0.03 }

type Props = {
  plant: Plant
  picture: Picture
  hasAssets?: boolean
  pins?: Pins
  /** Called when somebody moved a zone; without it zones stay where they are. */
  onPin?: (zone: string, at: { x: number; y: number }) => void
}

/** The plant's three networks as lanes, zones in them, conduits between; where trouble is and which way it came. */
export function ZoneMap({ plant, picture, hasAssets = false, pins, onPin }: Props) {
  const { t } = useWords()
  const scheme = useComputedColorScheme('light')
  const layout = useMemo(
    () => zoneLayout(plant, picture, { hasAssets, ...(pins ? { pins } : {}) }),
    [plant, picture, hasAssets, pins],
  )
  const placed = useMemo(() => nodesOf(layout, onPin !== undefined), [layout, onPin])
  const [nodes, setNodes, onNodesChange] = useNodesState(placed)
  useEffect(() => setNodes(placed), [placed, setNodes])
  return (
    <div className={styles['map']} style={{ aspectRatio: `${layout.width} / ${layout.height}` }}>
      <ReactFlow
        aria-label={t('map.label')}
        colorMode={scheme}
        nodes={nodes}
        edges={layout.conduits.map(edgeOf)}
        nodeTypes={NODE_TYPES}
        onNodesChange={onNodesChange}
        onNodeDragStop={(_, { id, position }) => onPin?.(id, position)}
        fitView
        fitViewOptions={FIT}
        minZoom={0.3}
        maxZoom={2}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        disableKeyboardA11y
      >
        <FitAgain />
        {onPin && <Controls showInteractive={false} fitViewOptions={FIT} />}
      </ReactFlow>
    </div>
  )
}

/** The whole plant stays in view when the room for it changes: with the window, or with what comes beside it. */
function FitAgain() {
  const { fitView } = useReactFlow()
  const width = useStore((flow) => flow.width)
  const height = useStore((flow) => flow.height)
  useEffect(() => void fitView(FIT), [fitView, width, height])
  return null
}

const nodesOf = (layout: ZoneLayout, isMovable: boolean): MapNode[] => [
  ...layout.lanes.map(({ network, x, y, width, height }): MapNode => ({
    id: `lane ${network.id}`,
    type: 'lane',
    position: { x, y },
    width,
    height,
    zIndex: -1,
    draggable: false,
    data: {},
  })),
  ...layout.lanes.map((lane): MapNode => {
    const { x, y, width, height, align } = laneTitle(lane, layout)
    return {
      id: `title ${lane.network.id}`,
      type: 'title',
      position: { x, y },
      width,
      height,
      zIndex: 0,
      draggable: false,
      data: { network: lane.network, align },
    }
  }),
  ...layout.zones.map(({ id, x, y, width, height, zone, mark, alerts, assets }): MapNode => ({
    id,
    type: 'zone',
    position: { x, y },
    width,
    height,
    zIndex: 2,
    draggable: isMovable,
    ...withinLane(layout, zone.network),
    data: { zone, mark, alerts, assets },
  })),
]

/** A zone can be moved inside its network only. */
function withinLane({ lanes }: ZoneLayout, network: string): { extent?: [[number, number], [number, number]] } {
  const lane = lanes.find((candidate) => candidate.network.id === network)
  if (!lane) return {}
  const { x, y, width, height } = lane
  return {
    extent: [
      [x + LANE.pad, y + LANE.title],
      [x + width - LANE.pad, y + height - LANE.pad],
    ],
  }
}

/** Conduits are thin; those along which it spread are thick, numbered and have an arrow. */
function edgeOf({ id, source, target, sourceSide, targetSide, spread }: PlacedConduit): Edge {
  const ends: Edge = { id, source, target, sourceHandle: `out ${sourceSide}`, targetHandle: `in ${targetSide}` }
  if (spread === undefined) return { ...ends, style: { strokeWidth: 1.2 } }
  return {
    ...ends,
    zIndex: 1,
    animated: true,
    label: String(spread),
    labelBgPadding: [6, 2],
    labelBgBorderRadius: 8,
    labelStyle: { fill: 'var(--g-panel)', fontWeight: 700, fontSize: 12 },
    labelBgStyle: { fill: SPREAD_COLOR },
    style: { stroke: SPREAD_COLOR, strokeWidth: 3 },
    markerEnd: {
      type: MarkerType.ArrowClosed,
      color: SPREAD_COLOR,
      width: 20,
      height: 20,
      markerUnits: 'userSpaceOnUse',
    },
  }
}
