import { PERFORMANCE_TARGETS, type AlarmPerformance, type PerformanceFigure } from '@genba/contracts'
import { NativeSelect, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { usePerformance } from '../api/alarms.js'
import { useWords } from '../i18n/use-words.js'
import { Panel } from '../ui/panel.js'
import { usePlantNames } from '../ui/plant-names.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import table from '../ui/table.module.css'
import { Tag } from '../ui/tags.js'
import styles from './alarms-page.module.css'

const SPANS = { h1: 1, h8: 8, h24: 24, d7: 168 } as const
type Span = keyof typeof SPANS
const ORDER: Span[] = ['h1', 'h8', 'h24', 'd7']
const FIGURES = Object.keys(PERFORMANCE_TARGETS) as PerformanceFigure[]
const SHARES: readonly PerformanceFigure[] = ['periodsOverTen', 'timeInFlood', 'mostFrequentShare']

/** How well people can follow the alarms, against the targets of ISA-18.2. */
export function Performance({ plant }: { plant: string }) {
  const { t, pick } = useWords()
  const names = usePlantNames(plant)
  const [span, setSpan] = useState<Span>('h24')
  const [zone, setZone] = useState('')
  const positions = [
    // The figures of a desk are asked for by any of its zones.
    ...(names.plant?.alarms?.positions ?? []).map(({ id, zones }) => ({
      value: zones[0]!,
      label: names.position({ desk: id }),
    })),
    ...(names.plant?.zones ?? []).flatMap(({ id, name }) =>
      names.deskOf(id) === undefined ? [{ value: id, label: pick(name) }] : [],
    ),
  ]
  return (
    <div className={styles['stack']}>
      <div className={styles['tools']}>
        <SegmentedControl<Span>
          size="xs"
          aria-label={t('alarms.hours')}
          data={ORDER.map((value) => ({ value, label: t(`alarms.lastHours.${value}`) }))}
          value={span}
          onChange={setSpan}
        />
        <NativeSelect
          size="xs"
          aria-label={t('alarms.position')}
          data={[{ value: '', label: t('alarms.allZones') }, ...positions]}
          value={zone}
          onChange={({ currentTarget: { value } }) => setZone(value)}
        />
      </div>
      <Figures plant={plant} zone={zone} hours={SPANS[span]} />
    </div>
  )
}

function Figures({ plant, zone, hours }: { plant: string; zone: string; hours: number }) {
  const { t } = useWords()
  const found = usePerformance(plant, zone || undefined, hours)
  if (found.isPending) return <Loading rows={8} />
  if (!found.data) return <Failure error={found.error} onRetry={() => void found.refetch()} />
  const { figures, isCut } = found.data
  return (
    <>
      <Panel
        title={t('alarms.tab.performance')}
        note={t('alarms.presented', { count: figures.presented, hidden: figures.hidden })}
        isFlush
      >
        {isCut && <p role="alert">{t('alarms.cut')}</p>}
        <FigureTable figures={figures} />
      </Panel>
      <Panel title={t('alarms.most')} isFlush>
        {figures.mostFrequent.length === 0 ? (
          <Empty title={t('alarms.noMost')} isSmall />
        ) : (
          <MostFrequent figures={figures} />
        )}
      </Panel>
    </>
  )
}

function FigureTable({ figures }: { figures: AlarmPerformance }) {
  const { t, language } = useWords()
  const { average, peak } = figures.perTenMinutes
  const values = { ...figures, average, peak }
  const text = (figure: PerformanceFigure, value: number): string =>
    new Intl.NumberFormat(language, {
      style: SHARES.includes(figure) ? 'percent' : 'decimal',
      maximumFractionDigits: 1,
    }).format(value)
  return (
    <table className={table['table']}>
      <thead>
        <tr>
          <th scope="col">{t('alarms.metric')}</th>
          <th scope="col">{t('alarms.value')}</th>
          <th scope="col">{t('alarms.target')}</th>
          <th scope="col">{t('alarms.state')}</th>
        </tr>
      </thead>
      <tbody>
        {FIGURES.map((figure) => (
          <tr key={figure}>
            <td>{t(`alarms.figure.${figure}`)}</td>
            <td>
              <strong>{text(figure, values[figure])}</strong>
            </td>
            <td>≤ {text(figure, PERFORMANCE_TARGETS[figure])}</td>
            <td>
              <Tag tone={figures.met[figure] === 'met' ? 'good' : 'high'}>
                {figures.met[figure] === 'met' ? '✓' : '!'} {t(`alarms.${figures.met[figure]}`)}
              </Tag>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function MostFrequent({ figures }: { figures: AlarmPerformance }) {
  const { t, number } = useWords()
  return (
    <table className={table['table']}>
      <thead>
        <tr>
          <th scope="col">{t('alarms.name')}</th>
          <th scope="col">{t('alarms.annunciations')}</th>
        </tr>
      </thead>
      <tbody>
        {figures.mostFrequent.map(({ id, name, annunciations }) => (
          <tr key={id}>
            <td title={id}>{name}</td>
            <td>{number(annunciations)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
