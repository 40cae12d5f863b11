import type { PlaybookRow } from '@genba/contracts'
import { useWords, type Words } from '../i18n/use-words.js'
import { Tag, type Tone } from '../ui/tags.js'
import styles from './playbooks-page.module.css'

type Props = { rows: readonly PlaybookRow[]; chosen: string | undefined; onChoose: (version: string) => void }

/** Grouped by playbook, its versions below each other, the newest on top. */
export function PlaybookItems({ rows, chosen, onChoose }: Props) {
  const { pick } = useWords()
  const groups = new Map<string, PlaybookRow[]>()
  for (const row of rows) groups.set(row.id, [...(groups.get(row.id) ?? []), row])
  return (
    <>
      {[...groups].map(([id, own]) => (
        <section key={id} aria-label={own[0] && pick(own[0].title)}>
          <h2>{own[0] && pick(own[0].title)}</h2>
          <ul>
            {own.map((row) => (
              <li key={row.version}>
                <button
                  type="button"
                  className={styles['item']}
                  aria-current={row.version === chosen ? 'true' : undefined}
                  onClick={() => onChoose(row.version)}
                >
                  <Facts row={row} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

const STATE_TONE: Record<PlaybookRow['state'], Tone> = {
  current: 'good',
  older: 'info',
  waits: 'medium',
  expired: 'medium',
  revoked: 'critical',
  kept: 'medium',
  unreadable: 'critical',
}

function Facts({ row }: { row: PlaybookRow }) {
  const words = useWords()
  const { t } = words
  const { modified, phases, rows, isDefault, running, imported } = row
  return (
    <>
      <StateTag row={row} />
      <span className={styles['what']}>
        <span>{modifiedText(modified)}</span>
        <span className={styles['dim']}>
          {phases.map((phase) => t(`phase.${phase}`)).join(' → ')} ·{' '}
          {imported ? t('playbooks.importedBy', { by: imported.by }) : t('playbooks.shipped')}
        </span>
      </span>
      <span className={styles['use']}>
        <SignatureTag row={row} />
        <span className={styles['dim']}>
          {row.state === 'current' &&
            [rows > 0 ? t('playbooks.rows', { count: rows }) : '', isDefault ? t('playbooks.default') : '']
              .filter(Boolean)
              .join(' · ')}
          {running > 0 && <b> {t('playbooks.running', { count: running })}</b>}
        </span>
      </span>
    </>
  )
}

export function StateTag({ row }: { row: PlaybookRow }) {
  const { t } = useWords()
  return <Tag tone={STATE_TONE[row.state]}>{t(`playbooks.state.${row.state}`)}</Tag>
}

export function SignatureTag({ row: { signature } }: { row: PlaybookRow }) {
  const words = useWords()
  const tone: Tone = signature.is === 'trusted' ? 'good' : signature.is === 'broken' ? 'critical' : 'high'
  return (
    <Tag tone={tone} {...(signature.is === 'broken' ? { title: signature.reason } : {})}>
      <span aria-hidden="true">{signature.is === 'trusted' ? '✓' : '!'}</span>
      {signatureText(signature, words)}
    </Tag>
  )
}

function signatureText(signature: PlaybookRow['signature'], { t }: Words): string {
  if (signature.is === 'trusted') return t('playbooks.signature.trusted', { by: signature.by })
  if (signature.is === 'unknown') return t('playbooks.signature.unknown', { signee: signature.signee })
  return t(`playbooks.signature.${signature.is}`)
}

/** The moment in the file's own words, to the minute: it is the version's name, in no time zone but its own. */
export const modifiedText = (modified: string): string =>
  modified.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*Z$/, '$1 $2 UTC')
