import type { Shadow, ShadowEffect } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import { usePlantNames } from '../ui/plant-names.js'
import { PlantTime } from '../ui/times.js'
import styles from './impact.module.css'
import { codeText, isCodeWord } from './told.js'

/** One trial: what it would have done against what was done. */
export function Tried({ shadow, isOpen = false }: { shadow: Shadow; isOpen?: boolean }) {
  const { t, pick } = useWords()
  const { timeZone } = usePlantNames(shadow.plant)
  const { both, shadowOnly, doneOnly, decisions, outcomes } = shadow.difference
  const word = (told: string | undefined): string =>
    told === undefined ? t('app.none') : isCodeWord(told) ? t(`code.${told}`) : pick(codeText(told))
  return (
    <details open={isOpen}>
      <summary>
        {pick(shadow.name)}{' '}
        <span className={styles['dim']}>
          <PlantTime at={shadow.at} timeZone={timeZone} /> · {shadow.by}
        </span>
      </summary>
      <div className={styles['lists']}>
        <Effects title={t('shadow.shadowOnly')} effects={shadowOnly} />
        <Effects title={t('shadow.doneOnly')} effects={doneOnly} />
        <Effects title={t('shadow.both')} effects={both} />
      </div>
      <p>{t('shadow.decisions', decisions)}</p>
      <p>{t('shadow.outcome', { shadow: word(outcomes.shadow), done: word(outcomes.done) })}</p>
      <ol>
        {shadow.steps.map(({ step, name, as, option, isAssumed }) => (
          <li key={step}>
            {pick(name)}
            {option && `: ${pick(option)}`}{' '}
            <span className={styles['dim']}>{isAssumed ? t('shadow.assumed') : t(`shadow.as.${as}`)}</span>
          </li>
        ))}
      </ol>
    </details>
  )
}

function Effects({ title, effects }: { title: string; effects: readonly ShadowEffect[] }) {
  const { t } = useWords()
  return (
    <div>
      <h4>{title}</h4>
      {effects.length === 0 && <p className={styles['dim']}>{t('shadow.nothing')}</p>}
      <ul>
        {effects.map(({ connector, request }) => (
          <li key={`${connector} ${request}`}>
            {request} <span className={styles['dim']}>{connector}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
