import { ROUTES, type AuditLink } from '@genba/contracts'
import { Button, TextInput } from '@mantine/core'
import { useDeferredValue, useState } from 'react'
import { useAudit, useVerifyAudit } from '../api/admin.js'
import { urlOf } from '../api/client.js'
import { useWords } from '../i18n/use-words.js'
import { momentText } from '../ui/format.js'
import { Empty, Failure, Loading, errorText } from '../ui/states.js'
import table from '../ui/table.module.css'
import { Tag } from '../ui/tags.js'
import styles from './admin-page.module.css'

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Who did what, newest first, and whether the chain holds. */
export function Audit() {
  const { t } = useWords()
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text.trim())
  const audit = useAudit(wanted)
  const links = audit.data?.pages.flatMap((page) => page.links) ?? []
  return (
    <>
      <div className={styles['tools']}>
        <TextInput
          aria-label={t('admin.find')}
          placeholder={t('admin.find')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          w={260}
        />
        <span className={styles['spread']} />
        <Verification />
        <Button
          component="a"
          variant="default"
          href={urlOf(ROUTES.exportAudit.path, {}, { text: wanted || undefined })}
        >
          {t('admin.export')}
        </Button>
      </div>
      <div className={styles['panel']} role="region" aria-label={t('admin.audit')} tabIndex={0}>
        {audit.isPending ? (
          <Loading />
        ) : audit.isError ? (
          <Failure error={audit.error} onRetry={() => void audit.refetch()} />
        ) : links.length === 0 && !audit.hasNextPage ? (
          <Empty title={t('admin.nothing')} />
        ) : (
          <>
            <Links links={links} />
            {audit.hasNextPage && (
              <Button
                m="sm"
                variant="default"
                loading={audit.isFetchingNextPage}
                onClick={() => void audit.fetchNextPage()}
              >
                {t('admin.older')}
              </Button>
            )}
          </>
        )}
      </div>
    </>
  )
}

function Verification() {
  const words = useWords()
  const { t } = words
  const verify = useVerifyAudit()
  const broken = verify.data?.broken
  return (
    <>
      <span role="status">
        {verify.isError && <span className={styles['error']}>{errorText(verify.error, words)}</span>}
        {verify.data && (
          <Tag tone={broken ? 'critical' : 'good'}>
            {broken ? t(`admin.${broken.why}`, { seq: broken.seq }) : t('admin.holds', { count: verify.data.links })}
          </Tag>
        )}
      </span>
      <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
        {t('admin.verify')}
      </Button>
    </>
  )
}

function Links({ links }: { links: readonly AuditLink[] }) {
  const { t, language } = useWords()
  return (
    <table className={table['table']}>
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">{t('admin.at')}</th>
          <th scope="col">{t('admin.by')}</th>
          <th scope="col">{t('admin.action')}</th>
          <th scope="col">{t('admin.subject')}</th>
          <th scope="col">{t('admin.detail')}</th>
        </tr>
      </thead>
      <tbody>
        {links.map(({ seq, at, by, action, subject, detail, hash }) => (
          <tr key={seq} title={hash}>
            <td>{seq}</td>
            <td>{momentText(at, language, HERE)}</td>
            <td>{by}</td>
            <td>
              <code>{action}</code>
            </td>
            <td className={table['wide']} title={subject}>
              {/^[0-9a-f]{64}$/.test(subject) ? `${subject.slice(0, 12)}…` : subject}
            </td>
            <td className={table['wide']}>
              {Object.entries(detail).map(([name, value]) => (
                <div key={name} className={table['dim']}>
                  {name}: {value}
                </div>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
