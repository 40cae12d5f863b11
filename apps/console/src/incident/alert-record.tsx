import type { Alert, Endpoint } from '@genba/contracts'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/use-words.js'
import type { PlantNames } from '../ui/plant-names.js'
import { PlantTime } from '../ui/times.js'
import styles from './alerts.module.css'
import { Why } from './why/why.js'

/** One alert as it was read, and the record as it came. */
export function AlertRecord({
  alert,
  incident,
  names,
}: {
  alert: Alert
  incident?: string | undefined
  names: PlantNames
}) {
  const { t } = useWords()
  const time = (at: number): ReactNode => <PlantTime at={at} timeZone={names.timeZone} />
  const fields = Object.entries(alert.fields)
  return (
    <div className={styles['record']}>
      <dl className={styles['lines']}>
        <Line name={t('alerts.at')}>
          {time(alert.at)} {alert.clock === 'received' && `· ${t('alerts.clockReceived')}`}
        </Line>
        <Line name={t('alerts.receivedAt')}>{time(alert.receivedAt)}</Line>
        {alert.src && <Line name={t('alerts.from')}>{endpointText(alert.src, names)}</Line>}
        {alert.dst && <Line name={t('alerts.to')}>{endpointText(alert.dst, names)}</Line>}
        <Line name={t('alerts.sensor')}>
          {alert.sensor} {alert.protocol && `(${alert.protocol})`}
        </Line>
        <Line name={t('alerts.source')}>{alert.source}</Line>
        {fields.length > 0 && (
          <Line name={t('alerts.fields')}>
            {fields.map(([field, value]) => (
              <div key={field} className={styles['code']}>
                {field}: {String(value)}
              </div>
            ))}
          </Line>
        )}
        {alert.original !== undefined && (
          <Line name={t('alerts.original')}>
            <pre className={styles['original']} tabIndex={0} aria-label={t('alerts.original')} role="group">
              {alert.original}
            </pre>
          </Line>
        )}
      </dl>
      <Why incident={incident} alert={alert} names={names} />
    </div>
  )
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** `HMI (10.1.2.3:502, SCADAゾーン)`: the asset's name where the plant knows the address. */
function endpointText(endpoint: Endpoint, names: PlantNames): string {
  const port = endpoint.port === undefined ? '' : `:${endpoint.port}`
  const address = [endpoint.ip && `${endpoint.ip}${port}`, endpoint.mac].filter(Boolean).join(' ')
  const place = [address, endpoint.zone && names.zone(endpoint.zone)].filter(Boolean).join(', ')
  return endpoint.asset ? `${names.asset(endpoint.asset)} (${place})` : place
}
