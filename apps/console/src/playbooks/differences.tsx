import type { FieldChange, PlaybookRow } from '@genba/contracts'
import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { Tag, type Tone } from '../ui/tags.js'
import { modifiedText } from './playbook-items.js'
import styles from './playbooks-page.module.css'
import { useDifference } from './queries.js'
import { nameText } from './step-words.js'

const TONE: Record<'added' | 'removed' | 'changed', Tone> = { added: 'good', removed: 'critical', changed: 'medium' }

/** What changed from another version of the same playbook to this one. */
export function Differences({ row, rows }: { row: PlaybookRow; rows: readonly PlaybookRow[] }) {
  const { t } = useWords()
  const others = rows.filter(({ id, version }) => id === row.id && version !== row.version)
  const older = others.find(({ modified }) => modified < row.modified) ?? others[0]
  const [chosen, setChosen] = useState(older?.version)
  if (chosen === undefined) return <Empty title={t('playbooks.noOther')} isSmall />
  return (
    <>
      <NativeSelect
        size="xs"
        w={280}
        label={t('playbooks.compareWith')}
        value={chosen}
        data={others.map(({ version, modified, state }) => ({
          value: version,
          label: `${modifiedText(modified)} (${t(`playbooks.state.${state}`)})`,
        }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Compared from={chosen} to={row.version} />
    </>
  )
}

function Compared({ from, to }: { from: string; to: string }) {
  const words = useWords()
  const { t } = words
  const difference = useDifference(to, from)
  if (difference.isPending) return <Loading rows={4} />
  if (!difference.data) return <Failure error={difference.error} onRetry={() => void difference.refetch()} />
  const { playbook, steps } = difference.data
  if (playbook.length === 0 && steps.length === 0) return <p>{t('playbooks.same')}</p>
  return (
    <ul className={styles['changes']} aria-label={t('playbooks.tab.difference')}>
      {playbook.length > 0 && (
        <li>
          <h3>{t('playbooks.whole')}</h3>
          <Fields fields={playbook} />
        </li>
      )}
      {steps.map(({ id, name, is, fields }) => (
        <li key={id}>
          <h3>
            <Tag tone={TONE[is]}>{t(`playbooks.change.${is}`)}</Tag> {nameText({ name }, words)}
          </h3>
          <p className={styles['dim']}>{id}</p>
          <Fields fields={fields} />
        </li>
      ))}
    </ul>
  )
}

function Fields({ fields }: { fields: readonly FieldChange[] }) {
  const { t } = useWords()
  if (fields.length === 0) return null
  return (
    <table className={styles['fields']}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('playbooks.before')}</th>
          <th scope="col">{t('playbooks.after')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ at, before, after }) => (
          <tr key={at}>
            <th scope="row">
              <code>{at}</code>
            </th>
            <td>{before === undefined ? t('playbooks.absent') : <del>{before}</del>}</td>
            <td>{after === undefined ? t('playbooks.absent') : <ins>{after}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
