import { may, type ConnectorView } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useConnectors } from '../api/deciding.js'
import { useWords } from '../i18n/use-words.js'
import { codeText } from '../incident/told.js'
import { actorOf } from '../ui/actor.js'
import { momentText } from '../ui/format.js'
import { useMe } from '../ui/me.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import table from '../ui/table.module.css'
import { Tag } from '../ui/tags.js'
import styles from './admin-page.module.css'
import { ConnectorTestDialog } from './connector-test-dialog.js'

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The systems outside that Genba may reach, how the last sends went, and a test of each. */
export function Connectors() {
  const { t } = useWords()
  const [awaited, setAwaited] = useState<string>()
  const [testing, setTesting] = useState<ConnectorView>()
  const list = useConnectors(awaited)
  const mayTest = may(actorOf(useMe()), 'connector.test')
  return (
    <>
      <div className={styles['tools']}>
        <p>{t('connectors.hint')}</p>
      </div>
      <div className={styles['panel']} role="region" aria-label={t('admin.connectors')} tabIndex={0}>
        {list.isPending ? (
          <Loading />
        ) : !list.data ? (
          <Failure error={list.error} onRetry={() => void list.refetch()} />
        ) : list.data.length === 0 ? (
          <Empty title={t('connectors.none')} hint={t('connectors.noneHint')} />
        ) : (
          <ConnectorTable
            connectors={list.data}
            isAwaited={awaited !== undefined && !list.data.some(({ test }) => test?.id === awaited)}
            onTest={mayTest ? setTesting : undefined}
          />
        )}
      </div>
      {testing && <ConnectorTestDialog connector={testing} onSent={setAwaited} onClose={() => setTesting(undefined)} />}
    </>
  )
}

type TableProps = {
  connectors: readonly ConnectorView[]
  isAwaited: boolean
  onTest: ((connector: ConnectorView) => void) | undefined
}

function ConnectorTable({ connectors, isAwaited, onTest }: TableProps) {
  const { t } = useWords()
  return (
    <>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">{t('connectors.name')}</th>
            <th scope="col">{t('connectors.state')}</th>
            <th scope="col">{t('connectors.type')}</th>
            <th scope="col">{t('connectors.plants')}</th>
            <th scope="col">{t('connectors.address')}</th>
            <th scope="col">{t('connectors.sent')}</th>
            <th scope="col">{t('connectors.failed')}</th>
            <th scope="col">{t('connectors.lastTest')}</th>
            {onTest && <td />}
          </tr>
        </thead>
        <tbody>
          {connectors.map((one) => (
            <ConnectorRow key={one.id} one={one} onTest={onTest} />
          ))}
        </tbody>
      </table>
      <p role="status" className={styles['waiting']}>
        {isAwaited && t('connectors.waiting')}
      </p>
    </>
  )
}

function ConnectorRow({ one, onTest }: { one: ConnectorView; onTest: TableProps['onTest'] }) {
  const { t, language } = useWords()
  const { id, type, plants, address, sent, failed, test } = one
  const at = (ms: number | undefined): string =>
    ms === undefined ? t('connectors.never') : momentText(ms, language, HERE)
  return (
    <tr>
      <td>
        <strong>{id}</strong>
      </td>
      <td>
        <StateTag one={one} />
      </td>
      <td>{t(`connectors.types.${type}`)}</td>
      <td>{plants === '*' ? t('connectors.allPlants') : plants.join(', ')}</td>
      <td>{address}</td>
      <td>{at(sent?.at)}</td>
      <td className={table['wide']}>
        {at(failed?.at)}
        {failed && <Said text={failed.text} />}
      </td>
      <td className={table['wide']}>
        {at(test?.at)}{' '}
        {test && (
          <>
            <Tag tone={test.isOk ? 'good' : 'critical'}>{t(test.isOk ? 'connectors.ok' : 'connectors.notOk')}</Tag>{' '}
            <Tag tone="info">{t(test.simulated ? 'connectors.simulated' : 'connectors.real')}</Tag> {test.by}
            {!test.isOk && <Said text={test.text} />}
          </>
        )}
      </td>
      {onTest && (
        <td className={table['end']}>
          <Button size="compact-sm" variant="default" onClick={() => onTest(one)}>
            {t('connectors.test')}
          </Button>
        </td>
      )}
    </tr>
  )
}

function Said({ text }: { text: string }) {
  const { pick } = useWords()
  return <div className={table['dim']}>{pick(codeText(text))}</div>
}

function StateTag({ one: { sent, failed } }: { one: ConnectorView }) {
  const { t } = useWords()
  if (!sent && !failed) return <Tag tone="info">{t('connectors.unused')}</Tag>
  const isFailing = failed !== undefined && failed.at >= (sent?.at ?? 0)
  return <Tag tone={isFailing ? 'critical' : 'good'}>{t(isFailing ? 'connectors.fails' : 'connectors.works')}</Tag>
}
