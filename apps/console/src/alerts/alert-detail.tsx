import type { AlertRow } from '@genba/contracts'
import { Link } from '@tanstack/react-router'
import { AlertRecord } from '../incident/alert-record.js'
import { useWords } from '../i18n/use-words.js'
import { usePlantNames } from '../ui/plant-names.js'
import { SeverityTag } from '../ui/tags.js'
import styles from './alerts-page.module.css'

/** The record, and why it is in an incident or not: asked of the engine, not guessed. */
export function AlertDetail({ row: { alert, incident } }: { row: AlertRow }) {
  const { t } = useWords()
  const names = usePlantNames(alert.plant)
  return (
    <>
      <p className={styles['title']}>
        <SeverityTag severity={alert.severity} /> <b>{alert.name}</b>
      </p>
      <p className={styles['dim']}>
        {names.name} · {names.zone(alert.zone)} {alert.asset && `· ${names.asset(alert.asset)}`} · {alert.rule}
      </p>
      {incident !== undefined && (
        <p>
          <Link to="/incidents/$id" params={{ id: incident }}>
            {t('alertSearch.open')}
          </Link>{' '}
          <span className={styles['dim']}>{t('alertSearch.exact')}</span>
        </p>
      )}
      <AlertRecord alert={alert} names={names} />
    </>
  )
}
