import type { RuleList } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import { momentText } from '../ui/format.js'
import styles from './rules-page.module.css'

const HASH_SHOWN = 12

/** Which pack is in force and since when; what the correlator refused last stands out. */
export function PackState({ list: { hash, correlator } }: { list: RuleList }) {
  const { t, language } = useWords()
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const from = Object.entries(correlator?.from ?? {}).map(([partition, { offset }]) =>
    t('rules.from', { partition, offset }),
  )
  return (
    <>
      <span className={styles['pack']} title={from.join('\n')}>
        {t('rules.inForce')} <code>{(correlator?.hash ?? hash).slice(0, HASH_SHOWN)}</code>{' '}
        <span className={styles['dim']}>
          {correlator ? `${t('rules.since')} ${momentText(correlator.since, language, zone)}` : t('rules.unknownSince')}
        </span>
      </span>
      {correlator && correlator.hash !== hash && !correlator.refused && (
        <p className={styles['warning']} role="status">
          {t('rules.differs')}
        </p>
      )}
      {correlator?.refused && (
        <div className={styles['warning']} role="alert">
          <p>
            {t('rules.refused')} {momentText(correlator.refused.at, language, zone)}
          </p>
          <pre tabIndex={0} aria-label={t('rules.refused')} role="group">
            {correlator.refused.faults.join('\n')}
          </pre>
        </div>
      )}
    </>
  )
}
