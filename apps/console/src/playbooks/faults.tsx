import type { Fault } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import styles from './playbooks-page.module.css'

/** What is wrong in a file, each with its place as a JSON pointer. */
export function Faults({ faults }: { faults: readonly Fault[] }) {
  const { t } = useWords()
  return (
    <ul className={styles['faults']} aria-label={t('playbooks.faults')}>
      {faults.map(({ at, what }) => (
        <li key={`${at} ${what}`}>
          <code>{at === '' ? t('playbooks.wholeFile') : at}</code>
          <span>{what}</span>
        </li>
      ))}
    </ul>
  )
}
