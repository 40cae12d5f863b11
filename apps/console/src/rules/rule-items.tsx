import type { RuleRow } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import { tacticText } from '../incident/tactic-text.js'
import { SeverityTag } from '../ui/tags.js'
import { Age } from '../ui/times.js'
import styles from './rules-page.module.css'

type Props = { rules: readonly RuleRow[]; chosen: string | undefined; onChoose: (id: string) => void }

/** Grouped by tactic, each rule with how often it fired. */
export function RuleItems({ rules, chosen, onChoose }: Props) {
  const { t } = useWords()
  const groups = new Map<string, RuleRow[]>()
  for (const rule of rules) {
    const tactic = rule.tactic ? tacticText(rule.tactic, t) : t('rules.noTactic')
    groups.set(tactic, [...(groups.get(tactic) ?? []), rule])
  }
  return (
    <>
      {[...groups].map(([tactic, own]) => (
        <section key={tactic} aria-label={tactic}>
          <h2>
            {tactic} <span className={styles['dim']}>{own.length}</span>
          </h2>
          <ul>
            {own.map((rule) => (
              <RuleItem key={rule.id} rule={rule} isChosen={rule.id === chosen} onChoose={onChoose} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

type ItemProps = { rule: RuleRow; isChosen: boolean; onChoose: (id: string) => void }

function RuleItem({ rule, isChosen, onChoose }: ItemProps) {
  const { t, pick, number } = useWords()
  const { id, title, severity, techniques, file, fired } = rule
  return (
    <li>
      <button
        type="button"
        className={styles['item']}
        aria-current={isChosen ? 'true' : undefined}
        onClick={() => onChoose(id)}
      >
        <SeverityTag severity={severity} />
        <span className={styles['what']}>
          <b>{pick(title)}</b>
          <span className={styles['dim']}>
            {techniques.join(' ')} {file}
          </span>
        </span>
        <span className={styles['fired']} title={t('rules.fired')}>
          {fired.week > 0 ? (
            <>
              <span>
                {t('rules.day')} <b>{number(fired.day)}</b>
              </span>
              <span>
                {t('rules.week')} <b>{number(fired.week)}</b>
              </span>
              {fired.lastAt !== undefined && (
                <span className={styles['dim']}>
                  {t('rules.last')} <Age at={fired.lastAt} />
                </span>
              )}
            </>
          ) : (
            <span className={styles['dim']}>{t('rules.never')}</span>
          )}
        </span>
      </button>
    </li>
  )
}
