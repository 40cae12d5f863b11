import type { IncidentPage } from '@genba/contracts'
import { Link } from '@tanstack/react-router'
import { useWords } from '../i18n/use-words.js'
import { zoneText } from '../ui/format.js'
import { usePlantNames } from '../ui/plant-names.js'
import { ResponseTag, SeverityTag, Tag } from '../ui/tags.js'
import { Age, Clock, PlantTime } from '../ui/times.js'
import { CloseIncident } from './close-incident.js'
import styles from './top.module.css'

export function Top({ page }: { page: IncidentPage }) {
  const { t, pick } = useWords()
  const { incident, response } = page
  return (
    <div className={styles['top']}>
      <div className={styles['title']}>
        <SeverityTag severity={incident.severity} />
        <h1>{pick(incident.title)}</h1>
        {incident.drill && <Tag tone="accent">{t('incident.drill', { drill: incident.drill })}</Tag>}
        {incident.state !== 'open' && <Tag tone="info">{t(`incidentState.${incident.state}`)}</Tag>}
        {response && incident.state === 'open' && <ResponseTag state={response.state} />}
      </div>
      <CloseIncident page={page} />
      <Facts page={page} />
      {incident.merged && (
        <p className={styles['closed']}>
          {t('grouping.mergedInto')}{' '}
          <Link to="/incidents/$id" params={{ id: incident.merged.into }}>
            {incident.merged.into}
          </Link>
        </p>
      )}
      {incident.lockedAt !== undefined && <Locked incident={incident} at={incident.lockedAt} />}
      {incident.closed && <p className={styles['closed']}>{t('incident.closedBy', incident.closed)}</p>}
    </div>
  )
}

function Locked({ incident, at }: { incident: IncidentPage['incident']; at: number }) {
  const { t, language } = useWords()
  const { timeZone } = usePlantNames(incident.plant)
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short', timeZone }).format(at)
  return <p className={styles['closed']}>{t('grouping.locked', { at: when })}</p>
}

function Facts({ page: { incident } }: { page: IncidentPage }) {
  const { t } = useWords()
  const names = usePlantNames(incident.plant)
  return (
    <p className={styles['facts']}>
      <span>
        <b>{names.name}</b> {names.plant && t(`plantState.${names.plant.state}`)}
      </span>
      <span>
        <b>{incident.zones.map(names.zone).join(' → ')}</b>
      </span>
      <span>{t('incident.grouped', { count: incident.alerts })}</span>
      <span>
        {t('incident.opened')}{' '}
        <b>
          <PlantTime at={incident.openedAt} timeZone={names.timeZone} />
        </b>
      </span>
      <span>
        {t('incident.age')}{' '}
        <b>
          {incident.closedAt === undefined ? (
            <Age at={incident.openedAt} />
          ) : (
            <Clock since={incident.openedAt} until={incident.closedAt} />
          )}
        </b>
      </span>
      <span>
        {t('incident.lastAlert')}{' '}
        <b>
          <PlantTime at={incident.lastAt} timeZone={names.timeZone} />
        </b>
      </span>
      <span>{t('incident.timeZone', { zone: zoneText(incident.openedAt, names.timeZone) })}</span>
    </p>
  )
}
