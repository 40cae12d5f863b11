import { IMPORTANCE_KEYS, type IncidentPage, type Orientation } from '@genba/contracts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/use-words.js'
import { Panel } from '../ui/panel.js'
import { usePlantNames, type PlantNames } from '../ui/plant-names.js'
import { Bars, LEVEL_BARS, LEVEL_TONE, Tag } from '../ui/tags.js'
import styles from './impact.module.css'

const LEVELS = 3

/** What orient found: how much it matters for BC, S, Q, D, C, what is hit and where it can go next. */
export function Impact({ page: { incident, response } }: { page: IncidentPage }) {
  const { t } = useWords()
  const names = usePlantNames(incident.plant)
  const impact = response?.impact
  if (!impact) return <Panel title={t('impact.title')}>{t('impact.pending')}</Panel>
  return (
    <Panel title={t('impact.title')}>
      <dl className={styles['levels']}>
        {IMPORTANCE_KEYS.map((key) => (
          <div key={key} className={styles['level']}>
            <dt>{t(`importance.${key}`)}</dt>
            <dd>
              <Tag tone={LEVEL_TONE[impact.importance[key]]}>
                <Bars on={LEVEL_BARS[impact.importance[key]]} of={LEVELS} />
                {t(`level.${impact.importance[key]}`)}
              </Tag>
            </dd>
          </div>
        ))}
      </dl>
      <div className={styles['lists']}>
        <Names title={t('impact.assets')} none={t('impact.none')} names={impact.assets.map(names.asset)} />
        <Names title={t('impact.processes')} none={t('impact.none')} names={impact.processes.map(names.process)} />
        <Names
          title={t('impact.reach')}
          none={t('impact.noReach')}
          names={impact.reach.map(({ zone, conduit, hops }) => (
            <>
              {names.zone(zone)}{' '}
              <span className={styles['dim']}>
                {t('impact.hops', { count: hops })} · {names.conduit(conduit)}
              </span>
            </>
          ))}
        />
        {response.orientation && <Oriented orientation={response.orientation} names={names} />}
      </div>
    </Panel>
  )
}

function Oriented({ orientation, names }: { orientation: Orientation; names: PlantNames }) {
  const { t, pick } = useWords()
  const { threats, wayIn, similar } = orientation
  return (
    <>
      <Names
        title={t('impact.wayIn')}
        none={t('impact.noWayIn')}
        names={
          wayIn
            ? [<Told key="way" what={names.conduit(wayIn.conduit)} more={t(`impact.because.${wayIn.because}`)} />]
            : []
        }
      />
      <Names
        title={t('impact.threats')}
        none={t('impact.noThreats')}
        names={threats.map(({ number, name, techniques }) => (
          <Told key={number} what={`${number}. ${pick(name)}`} more={techniques.join(' ')} />
        ))}
      />
      <Names
        title={t('impact.similar')}
        none={t('impact.noSimilar')}
        names={similar.map(({ incident, title, likeness, did }) => (
          <Link key={incident} to="/incidents/$id" params={{ id: incident }}>
            <Told
              what={pick(title)}
              more={`${t('impact.likeness', { percent: Math.round(likeness * 100) })} · ${did.length > 0 ? t('impact.did', { did: did.map(pick).join(', ') }) : t('impact.didNothing')}`}
            />
          </Link>
        ))}
      />
    </>
  )
}

function Told({ what, more }: { what: string; more: string }) {
  return (
    <>
      {what} <span className={styles['dim']}>{more}</span>
    </>
  )
}

function Names({ title, names, none }: { title: string; names: ReactNode[]; none: string }) {
  return (
    <div>
      <h4>{title}</h4>
      {names.length === 0 && <p className={styles['dim']}>{none}</p>}
      <ul>
        {names.map((name, index) => (
          <li key={index}>{name}</li>
        ))}
      </ul>
    </div>
  )
}
