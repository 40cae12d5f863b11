import type { Effect } from '@genba/contracts'
import { Fragment } from 'react'
import { useWords } from '../i18n/use-words.js'
import styles from './approvals.module.css'

/** What one way does to safety, quality, delivery and cost, how it is undone and how long it stands. */
export function EffectLines({ effect }: { effect: Effect }) {
  const { t, pick, span } = useWords()
  const lines: [string, string][] = [
    ...(['s', 'q', 'd', 'c', 'undo'] as const).map((key): [string, string] => [
      t(`approval.${key}`),
      pick(effect[key]),
    ]),
    [t('approval.hold'), effect.holdMs === undefined ? t('approval.holdForever') : span(effect.holdMs)],
  ]
  return (
    <dl className={styles['effect']}>
      {lines.map(([name, text]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
