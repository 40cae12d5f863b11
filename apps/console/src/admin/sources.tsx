import { may, type SourceRow } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useRevokeKey, useRotateKey, useSources } from '../api/admin.js'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { momentText } from '../ui/format.js'
import { useMe } from '../ui/me.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import table from '../ui/table.module.css'
import { Tag } from '../ui/tags.js'
import styles from './admin-page.module.css'
import { Once, type Shown } from './once.js'
import { SourceDialog } from './source-dialog.js'
import { Sure, type Wish } from './sure.js'

const GRACE_MS = 3_600_000
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone

/** What may send alerts for which plant, and the keys with which it does. */
export function Sources() {
  const { t, language } = useWords()
  const actor = actorOf(useMe())
  const sources = useSources()
  const rotate = useRotateKey()
  const revoke = useRevokeKey()
  const [isAdding, setAdding] = useState(false)
  const [shown, setShown] = useState<Shown>()
  const [wish, setWish] = useState<Wish>()
  const show = (source: string, secret: string): void => setShown({ title: t('admin.newKey', { source }), secret })
  const paramsOf = ({ plant, name }: SourceRow) => ({ params: { plant, source: name } })
  const askRotate = (row: SourceRow): void =>
    setWish({
      what: t('admin.rotate'),
      whom: row.name,
      hint: t('admin.rotateHint'),
      act: () =>
        rotate.mutateAsync({ ...paramsOf(row), body: { graceMs: GRACE_MS } }).then(({ key }) => show(row.name, key)),
    })
  const askRevoke = (row: SourceRow): void =>
    setWish({ what: t('admin.revoke'), whom: row.name, act: () => revoke.mutateAsync(paramsOf(row)) })
  const at = (ms: number): string => momentText(ms, language, HERE)
  return (
    <>
      <div className={styles['tools']}>
        <span className={styles['spread']} />
        {may(actor, 'source.write') && <Button onClick={() => setAdding(true)}>{t('admin.addSource')}</Button>}
      </div>
      <div className={styles['panel']} role="region" aria-label={t('admin.sources')} tabIndex={0}>
        {sources.isPending ? (
          <Loading />
        ) : sources.data === undefined ? (
          <Failure error={sources.error} onRetry={() => void sources.refetch()} />
        ) : sources.data.length === 0 ? (
          <Empty title={t('admin.noSources')} />
        ) : (
          <table className={table['table']}>
            <thead>
              <tr>
                <th scope="col">{t('admin.source')}</th>
                <th scope="col">{t('admin.plant')}</th>
                <th scope="col">{t('admin.zone')}</th>
                <th scope="col">{t('admin.key')}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {sources.data.map((row) => (
                <tr key={row.name}>
                  <td>
                    <strong>{row.name}</strong>
                  </td>
                  <td>{row.plant}</td>
                  <td>{row.defaultZone ?? t('app.none')}</td>
                  <td className={table['wide']}>
                    {row.keyId ? <code>{row.keyId}…</code> : <Tag tone="high">{t('admin.noKey')}</Tag>}{' '}
                    {row.keyAt !== undefined && (
                      <span className={table['dim']}>
                        {t('admin.keySince')} {at(row.keyAt)}
                      </span>
                    )}
                    {row.previousUntil !== undefined && <div>{t('admin.oldKey', { time: at(row.previousUntil) })}</div>}
                  </td>
                  <td>
                    {may(actor, 'source.write', row.plant) && (
                      <div className={styles['actions']}>
                        <Button size="compact-xs" variant="default" onClick={() => askRotate(row)}>
                          {t('admin.rotate')}
                        </Button>
                        {row.keyId && (
                          <Button size="compact-xs" variant="default" onClick={() => askRevoke(row)}>
                            {t('admin.revoke')}
                          </Button>
                        )}
                      </div>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {isAdding && (
        <SourceDialog onMade={({ source, key }) => show(source.name, key)} onClose={() => setAdding(false)} />
      )}
      <Sure
        wish={wish}
        isSending={rotate.isPending || revoke.isPending}
        error={rotate.error ?? revoke.error}
        onClose={() => setWish(undefined)}
      />
      <Once shown={shown} onClose={() => setShown(undefined)} />
    </>
  )
}
