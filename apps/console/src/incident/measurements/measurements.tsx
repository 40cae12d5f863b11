import type { Incident, IncidentMeasurements } from '@genba/contracts'
import { Button } from '@mantine/core'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useMeasurements } from '../../api/queries.js'
import { useWords } from '../../i18n/use-words.js'
import { Panel } from '../../ui/panel.js'
import { usePlantNames } from '../../ui/plant-names.js'
import { Failure, Loading } from '../../ui/states.js'
import { chartsOf, rangeOf, type Chart } from './charts.js'
import styles from './measurements.module.css'

const Plot = lazy(() => import('./plot.js').then(({ Plot: part }) => ({ default: part })))

const SHOWN_FIRST = 4
const CHART_PX = 96

/** Measured and set values around the incident, drawn (guideline 3.3(1)A). */
export function Measurements({ incident }: { incident: Incident }) {
  const { t } = useWords()
  const found = useMeasurements(incident)
  return (
    <Panel title={t('measurements.title')}>
      {found.isPending ? (
        <Loading rows={2} height={CHART_PX} />
      ) : found.data ? (
        <Charts found={found.data} incident={incident} />
      ) : (
        <Failure error={found.error} onRetry={() => void found.refetch()} />
      )}
    </Panel>
  )
}

function Charts({ found, incident }: { found: IncidentMeasurements; incident: Incident }) {
  const { t } = useWords()
  const { zone } = usePlantNames(incident.plant)
  const [isAll, setAll] = useState(false)
  // A plot is drawn anew when its lines are other ones.
  const charts = useMemo(() => chartsOf(found.series, incident.assets), [found.series, incident.assets])
  const shown = isAll ? charts : charts.slice(0, SHOWN_FIRST)
  return (
    <>
      {charts.length === 0 && <p className={styles['dim']}>{t('evidence.noValues')}</p>}
      {shown.map((chart) => (
        <Figure key={chart.key} chart={chart} found={found} incident={incident} />
      ))}
      {charts.length > shown.length && (
        <Button variant="subtle" size="xs" onClick={() => setAll(true)}>
          {t('measurements.all', { count: charts.length })}
        </Button>
      )}
      {found.unread.length > 0 && (
        <p className={styles['dim']}>{t('evidence.unread', { zones: found.unread.map(zone).join(', ') })}</p>
      )}
      {found.evicted > 0 && <p className={styles['dim']}>{t('measurements.evicted', { count: found.evicted })}</p>}
    </>
  )
}

type FigureProps = { chart: Chart; found: IncidentMeasurements; incident: Incident }

function Figure({ chart, found, incident }: FigureProps) {
  const { t, number } = useWords()
  const names = usePlantNames(incident.plant)
  const said = chart.lines.flatMap((line) => {
    const range = rangeOf(line)
    if (!range) return []
    const { last, min, max } = range
    const values = { last: number(last), min: number(min), max: number(max), unit: line.unit ?? '' }
    return [{ kind: line.kind, text: `${t(`measurements.kind.${line.kind}`)}: ${t('measurements.range', values)}` }]
  })
  return (
    <figure className={styles['figure']}>
      <figcaption className={styles['caption']}>
        <b>{chart.tag}</b>
        <span className={styles['dim']}>{names.zone(chart.zone)}</span>
        {said.map(({ kind, text }) => (
          <span key={kind} className={styles['said']} data-kind={kind}>
            {text}
          </span>
        ))}
      </figcaption>
      <div role="img" aria-label={`${chart.tag}. ${said.map(({ text }) => text).join('. ')}`}>
        <Suspense fallback={<Loading rows={1} height={CHART_PX} />}>
          <Plot
            lines={chart.lines}
            span={found}
            marked={{ from: incident.openedAt, until: incident.lastAt }}
            timeZone={names.timeZone}
            height={CHART_PX}
          />
        </Suspense>
      </div>
    </figure>
  )
}
