import '@xyflow/react/dist/base.css'
import type { IncidentPage, Plant } from '@genba/contracts'
import { useComputedColorScheme } from '@mantine/core'
import { MarkerType, ReactFlow, type Edge } from '@xyflow/react'
import { useMemo } from 'react'
import { useWords } from '../../i18n/use-words.js'
import { laneTitle } from './lane-title.js'
import { LaneNode, TitleNode, ZoneNode, type MapNode } from './nodes.js'
import styles from './zone-map.module.css'
import { zoneLayout, type PlacedConduit, type ZoneLayout } from './zone-layout.js'

const NODE_TYPES = { lane: LaneNode, title: TitleNode, zone: ZoneNode }
const SPREAD_COLOR = 'var(--g-critical)'

/** The plant's three networks as lanes, zones in them, conduits between; where the incident is and which way it came. */
export function ZoneMap({ plant, page }: { plant: Plant; page: IncidentPage }) {
  const { t } = useWords()
  const scheme = useComputedColorScheme('light')
  const layout = useMemo(() => zoneLayout(plant, page), [plant, page])
  return (
    <div className={styles['map']} style={{ aspectRatio: `${layout.width} / ${layout.height}` }}>
      <ReactFlow
        aria-label={t('map.label')}
        colorMode={scheme}
        nodes={nodesOf(layout)}
        edges={layout.conduits.map(edgeOf)}
        nodeTypes={NODE_TYPES}
        fitView
        fitViewOptions={{ padding: 0.03 }}
        minZoom={0.3}
        maxZoom={2}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        disableKeyboardA11y
      />
    </div>
  )
}

const nodesOf = (layout: ZoneLayout): MapNode[] => [
  ...layout.lanes.map(({ network, x, y, width, height }): MapNode => ({
    id: `lane ${network.id}`,
    type: 'lane',
    position: { x, y },
    width,
    height,
    zIndex: -1,
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
      data: { network: lane.network, align },
    }
  }),
  ...layout.zones.map(({ id, x, y, width, height, zone, mark, alerts }): MapNode => ({
    id,
    type: 'zone',
    position: { x, y },
    width,
    height,
    zIndex: 2,
    data: { id, zone, mark, alerts },
  })),
]

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
