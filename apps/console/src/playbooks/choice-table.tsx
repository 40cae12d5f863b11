import type { ChooseRow } from '@genba/contracts'
import { useWords, type Words } from '../i18n/use-words.js'
import { Failure, Loading } from '../ui/states.js'
import { modifiedText } from './playbook-items.js'
import styles from './playbooks-page.module.css'
import { useChoiceTable } from './queries.js'

/** Which playbook answers which incident: the first row that fits. Shown only; it is a file of the responders. */
export function ChoiceTable({ onChoose }: { onChoose: (version: string) => void }) {
  const words = useWords()
  const { t, pick } = words
  const table = useChoiceTable()
  if (table.isPending) return <Loading rows={8} />
  if (!table.data) return <Failure error={table.error} onRetry={() => void table.refetch()} />
  const { id, folder, loadedAt, rows } = table.data
  return (
    <section className={styles['choice']} aria-label={t('playbooks.table.title')}>
      <h2>{t('playbooks.table.title')}</h2>
      <p className={styles['dim']}>{t('playbooks.table.hint')}</p>
      <p className={styles['dim']}>
        {folder ?? t('playbooks.shipped')} · {t('playbooks.table.version')} <code>{id}</code> ·{' '}
        {t('playbooks.table.since')} {modifiedText(new Date(loadedAt).toISOString())}
      </p>
      <ol>
        {rows.map(({ when, playbook, title, current }, n) => (
          <li key={`${playbook} ${n}`}>
            <h3>
              {current === undefined ? (
                <>
                  {title ? pick(title) : playbook} <span className={styles['dim']}>{t('playbooks.table.passed')}</span>
                </>
              ) : (
                <button type="button" className={styles['way']} onClick={() => onChoose(current)}>
                  {title ? pick(title) : playbook}
                </button>
              )}
            </h3>
            <When when={when} words={words} />
          </li>
        ))}
      </ol>
    </section>
  )
}

const ASKED = ['rule', 'zone', 'zoneNetwork', 'assetKind', 'technique', 'minSeverity'] as const

function When({ when, words: { t } }: { when: ChooseRow['when']; words: Words }) {
  const asked = ASKED.flatMap((what) => {
    const values = when[what]
    return values === undefined ? [] : [{ what, values: [values].flat() }]
  })
  if (asked.length === 0) return <p className={styles['dim']}>{t('playbooks.table.everything')}</p>
  return (
    <dl>
      {asked.map(({ what, values }) => (
        <div key={what}>
          <dt>{t(`playbooks.table.when.${what}`)}</dt>
          <dd translate="no">{values.join(' · ')}</dd>
        </div>
      ))}
    </dl>
  )
}
