import { IMPORTANCE_KEYS, UNPLACED, type Importance, type Plant } from '@genba/contracts'
import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/use-words.js'
import { usePlantNames } from '../ui/plant-names.js'
import { Empty } from '../ui/states.js'
import { Bars, LEVEL_BARS, LEVEL_TONE, Tag } from '../ui/tags.js'
import type { Picture } from '../ui/zone-map/picture.js'
import { PlantClock } from './plant-clock.js'
import styles from './plant-page.module.css'

const TABS = ['zones', 'conduits', 'assets', 'processes'] as const
type Props = { plant: Plant; picture: Picture }

/** What the map shows, in words and whole. */
export function PlantTables({ plant, picture }: Props) {
  const { t, number } = useWords()
  return (
    <Tabs defaultValue="zones" className={styles['tables']} keepMounted={false}>
      <Tabs.List>
        {TABS.map((tab) => (
          <Tabs.Tab key={tab} value={tab}>
            {t(`plant.${tab}`)} <span className={styles['dim']}>{number(plant[tab].length)}</span>
          </Tabs.Tab>
        ))}
        <Tabs.Tab value="clock">{t('plant.clock.tab')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="zones">
        <ZoneTable plant={plant} picture={picture} />
      </Tabs.Panel>
      <Tabs.Panel value="conduits">
        <ConduitTable plant={plant} />
      </Tabs.Panel>
      <Tabs.Panel value="assets">
        <AssetTable plant={plant} picture={picture} />
      </Tabs.Panel>
      <Tabs.Panel value="processes">
        <ProcessTable plant={plant} />
      </Tabs.Panel>
      <Tabs.Panel value="clock">
        <PlantClock plant={plant} />
      </Tabs.Panel>
    </Tabs>
  )
}

function ZoneTable({ plant, picture }: Props) {
  const { t, pick } = useWords()
  const networks = new Map(plant.networks.map(({ id, name }) => [id, pick(name)]))
  const zones = plant.zones.filter(({ id }) => id !== UNPLACED)
  const names = usePlantNames(plant.id)
  return (
    <Table heads={['name', 'now', 'network', 'importance', 'slT']} isEmpty={zones.length === 0}>
      {zones.map((zone) => (
        <tr key={zone.id}>
          <th scope="row">{pick(zone.name)}</th>
          <td>
            <Mark at={picture.marks.get(zone.id)?.at ?? 'calm'} />
          </td>
          <td>
            {networks.get(zone.network)}
            <Desk name={names.deskOf(zone.id)} />
          </td>
          <td>
            <ImportanceTags importance={zone.importance} />
          </td>
          <td>{zone.slT === undefined ? t('app.none') : `SL ${zone.slT}`}</td>
        </tr>
      ))}
    </Table>
  )
}

/** In the line below: a column of its own would be as narrow as a letter, and most zones have none. */
function Desk({ name }: { name: string | undefined }) {
  const { t } = useWords()
  if (name === undefined) return null
  return <div className={styles['dim']}>{t('plant.desk', { name })}</div>
}

function Mark({ at }: { at: 'origin' | 'spread' | 'reach' | 'calm' }) {
  const { t } = useWords()
  if (at === 'calm') return <span className={styles['dim']}>{t('map.calm')}</span>
  if (at === 'reach') return <Tag tone="medium">◇ {t('plant.reach')}</Tag>
  return <Tag tone="critical">{at === 'origin' ? `◉ ${t('map.origin')}` : `▲ ${t('map.hit')}`}</Tag>
}

function ConduitTable({ plant }: { plant: Plant }) {
  const { t, pick } = useWords()
  const names = usePlantNames(plant.id)
  return (
    <Table heads={['name', 'direction', 'flows']} isEmpty={plant.conduits.length === 0}>
      {plant.conduits.map(({ id, name, from, to, direction, flows }) => (
        <tr key={id}>
          <th scope="row">{pick(name)}</th>
          <td title={t(direction === 'both' ? 'plant.bothWays' : 'plant.oneWay')}>
            {names.zone(from)} {direction === 'both' ? '⇄' : '→'} {names.zone(to)}
          </td>
          <td>{flows.map(({ protocol, port }) => (port ? `${protocol}/${port}` : protocol)).join(', ')}</td>
        </tr>
      ))}
    </Table>
  )
}

function AssetTable({ plant, picture }: Props) {
  const { t, pick } = useWords()
  const names = usePlantNames(plant.id)
  return (
    <Table heads={['name', 'kind', 'zone', 'importance', 'vendor', 'addresses']} isEmpty={plant.assets.length === 0}>
      {plant.assets.map((asset) => (
        <tr key={asset.id}>
          <th scope="row">
            {pick(asset.name)} {picture.assets.has(asset.id) && <Tag tone="critical">◉ {t('map.hit')}</Tag>}
            {asset.alwaysConnected === false && <Tag tone="info">{t('plant.plugged')}</Tag>}
          </th>
          <td>{t(`plant.assetKind.${asset.kind}`)}</td>
          <td>{names.zone(asset.zone)}</td>
          <td>
            <ImportanceTags importance={asset.importance} />
          </td>
          <td>{asset.vendor ?? t('app.none')}</td>
          <td className={styles['mono']}>{asset.addresses.join(', ')}</td>
        </tr>
      ))}
    </Table>
  )
}

function ProcessTable({ plant }: { plant: Plant }) {
  const { pick } = useWords()
  return (
    <Table heads={['name', 'importance']} isEmpty={plant.processes.length === 0}>
      {plant.processes.map(({ id, name, importance }) => (
        <tr key={id}>
          <th scope="row">{pick(name)}</th>
          <td>
            <ImportanceTags importance={importance} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

/** BC, S, Q, D, C with their level as bars; the words are in the tooltip. */
function ImportanceTags({ importance }: { importance: Importance }) {
  const { t } = useWords()
  return (
    <span className={styles['importance']}>
      {IMPORTANCE_KEYS.map((key) => {
        const level = importance[key]
        return (
          <Tag key={key} tone={LEVEL_TONE[level]} title={`${t(`importance.${key}`)}: ${t(`level.${level}`)}`}>
            {key.toUpperCase()}
            <Bars on={LEVEL_BARS[level]} of={3} />
          </Tag>
        )
      })}
    </span>
  )
}

type Head =
  'name' | 'now' | 'network' | 'importance' | 'slT' | 'direction' | 'flows' | 'kind' | 'zone' | 'vendor' | 'addresses'

function Table({ heads, isEmpty, children }: { heads: readonly Head[]; isEmpty: boolean; children: ReactNode }) {
  const { t } = useWords()
  if (isEmpty) return <Empty title={t('plant.none')} isSmall />
  return (
    <div
      className={styles['scroll']}
      tabIndex={0}
      role="region"
      aria-label={heads.map((head) => t(`plant.${head}`)).join(', ')}
    >
      <table className={styles['table']}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(`plant.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
