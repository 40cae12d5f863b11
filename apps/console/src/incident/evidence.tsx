import type { Evidence as Found, IncidentPage } from '@genba/contracts'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/use-words.js'
import { Panel } from '../ui/panel.js'
import { usePlantNames } from '../ui/plant-names.js'
import { PlantTime } from '../ui/times.js'
import styles from './impact.module.css'

/** What observe found around the incident beside its alerts. */
export function Evidence({ page: { incident, response } }: { page: IncidentPage }) {
  const { t } = useWords()
  const evidence = response?.evidence
  if (!evidence) return null
  return (
    <Panel title={t('evidence.title')}>
      <div className={styles['lists']}>
        <Changes evidence={evidence} plant={incident.plant} />
        <Values evidence={evidence} />
        <List
          title={t('evidence.signedIn')}
          none={t('evidence.nobody')}
          of={evidence.signedIn.map(({ user }) => user)}
        />
      </div>
      <LeftOut evidence={evidence} plant={incident.plant} />
    </Panel>
  )
}

function Changes({ evidence, plant }: { evidence: Found; plant: string }) {
  const { t, number } = useWords()
  const { timeZone } = usePlantNames(plant)
  return (
    <List
      title={t('evidence.changes')}
      none={t('evidence.noChanges')}
      of={evidence.changes.toReversed().map(({ at, tag, before, after }) => (
        <>
          {tag}: {number(before)} → {number(after)}{' '}
          <span className={styles['dim']}>
            <PlantTime at={at} timeZone={timeZone} />
          </span>
        </>
      ))}
    />
  )
}

function Values({ evidence }: { evidence: Found }) {
  const { t, number } = useWords()
  return (
    <List
      title={t('evidence.values')}
      none={t('evidence.noValues')}
      of={evidence.series.map(({ tag, unit, first, last, min, max }) => (
        <>
          {tag}{' '}
          <span className={styles['dim']}>
            {t('evidence.range', { first: number(first), last: number(last), min: number(min), max: number(max) })}{' '}
            {unit}
          </span>
        </>
      ))}
    />
  )
}

function LeftOut({ evidence, plant }: { evidence: Found; plant: string }) {
  const { t } = useWords()
  const names = usePlantNames(plant)
  const { unread, evicted } = evidence
  return (
    <>
      {unread.length > 0 && (
        <p className={styles['dim']}>{t('evidence.unread', { zones: unread.map(names.zone).join(', ') })}</p>
      )}
      {evicted.series + evicted.changes > 0 && <p className={styles['dim']}>{t('evidence.evicted', evicted)}</p>}
    </>
  )
}

function List({ title, of, none }: { title: string; of: ReactNode[]; none: string }) {
  return (
    <div>
      <h4>{title}</h4>
      {of.length === 0 && <p className={styles['dim']}>{none}</p>}
      <ul>
        {of.map((each, index) => (
          <li key={index}>{each}</li>
        ))}
      </ul>
    </div>
  )
}
