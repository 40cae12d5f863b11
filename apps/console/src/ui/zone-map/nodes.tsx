import { never, type Plant } from '@genba/contracts'
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react'
import { useWords, type Words } from '../../i18n/use-words.js'
import type { LaneTitle } from './lane-title.js'
import type { ZoneMark } from './picture.js'
import type { PlacedZone, Side } from './zone-layout.js'
import styles from './zone-map.module.css'

type LaneOf = Node<Record<string, never>, 'lane'>
type TitleOf = Node<{ network: Plant['networks'][number]; align: LaneTitle['align'] }, 'title'>
type ZoneOf = Node<Pick<PlacedZone, 'zone' | 'mark' | 'alerts' | 'assets'>, 'zone'>
export type MapNode = LaneOf | TitleOf | ZoneOf

const SIDES: [Side, Position][] = [
  ['top', Position.Top],
  ['bottom', Position.Bottom],
  ['left', Position.Left],
  ['right', Position.Right],
]

export const LaneNode = () => <div className={styles['lane']} />

export function TitleNode({ data: { network, align } }: NodeProps<TitleOf>) {
  const { t, pick } = useWords()
  return (
    <div className={styles['title']} style={{ textAlign: align }} title={t(`networkKind.${network.kind}`)}>
      {pick(network.name)}
    </div>
  )
}

export function ZoneNode({ data: { zone, mark, alerts, assets } }: NodeProps<ZoneOf>) {
  const words = useWords()
  const name = words.pick(zone.name)
  const count = alerts > 0 ? ` · ${words.t('list.alertsOf', { count: alerts })}` : ''
  const text = markText(mark, words)
  return (
    <div className={styles['zone']} data-mark={mark.at} title={`${name}: ${text}${count}`}>
      {SIDES.flatMap(([side, position]) => [
        <Handle key={`in ${side}`} id={`in ${side}`} type="target" position={position} isConnectable={false} />,
        <Handle key={`out ${side}`} id={`out ${side}`} type="source" position={position} isConnectable={false} />,
      ])}
      <span className={styles['name']}>{name}</span>
      {mark.at !== 'calm' && (
        <span className={styles['mark']}>
          {text}
          {alerts > 0 && ` · ${words.number(alerts)}`}
        </span>
      )}
      {assets.map(({ asset, isHit }) => (
        <span key={asset.id} className={styles['asset']} data-hit={isHit} title={words.pick(asset.name)}>
          {isHit && '◉ '}
          {words.pick(asset.name)}
        </span>
      ))}
    </div>
  )
}

function markText(mark: ZoneMark, { t }: Words): string {
  switch (mark.at) {
    case 'origin':
      return `◉ ${t('map.origin')}`
    case 'spread':
      return `▲ ${t('map.spread', { n: mark.n })}`
    case 'reach':
      return `◇ ${t('map.reach', { hops: mark.hops })}`
    case 'calm':
      return t('map.calm')
    default:
      return never(mark)
  }
}
