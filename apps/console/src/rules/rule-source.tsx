import type { RuleRow } from '@genba/contracts'
import { useEffect, useRef } from 'react'
import { useWords } from '../i18n/use-words.js'
import { Panel } from '../ui/panel.js'
import { Failure, Loading } from '../ui/states.js'
import { useRuleFile } from './queries.js'
import styles from './rules-page.module.css'

/** The file of a rule as it is written, at the rule's line. */
export function RuleSource({ rule, hash }: { rule: RuleRow; hash: string }) {
  const { t, pick, span } = useWords()
  const file = useRuleFile(rule.file, hash)
  const note = [
    t('rules.window', { window: span(rule.timespanMs) }),
    ...(rule.groupBy.length > 0 ? [`${t('rules.groupBy')}: ${rule.groupBy.join(', ')}`] : []),
  ].join(' · ')
  return (
    <Panel title={pick(rule.title)} note={note}>
      <p className={styles['dim']}>
        {t('rules.source', { file: `${rule.file}:${rule.line}` })} · {t('rules.sourceNote')}
      </p>
      {file.isPending ? (
        <Loading rows={4} height={24} />
      ) : file.data === undefined ? (
        <Failure error={file.error} onRetry={() => void file.refetch()} />
      ) : (
        <Lines key={rule.id} text={file.data} line={rule.line} label={t('rules.source', { file: rule.file })} />
      )}
    </Panel>
  )
}

/** The document that begins at `line` is marked. */
function Lines({ text, line, label }: { text: string; line: number; label: string }) {
  const frame = useRef<HTMLPreElement>(null)
  const lines = text.split('\n')
  const after = lines.findIndex((each, index) => index >= line && each === '---')
  const end = after < 0 ? lines.length : after
  useEffect(() => {
    const first = frame.current?.querySelector<HTMLElement>('[data-first]')
    if (first && frame.current) frame.current.scrollTop = first.offsetTop - frame.current.offsetTop
  }, [])
  return (
    <pre ref={frame} className={styles['source']} tabIndex={0} aria-label={label} role="group">
      {lines.map((each, index) => {
        const isOwn = index >= line - 1 && index < end
        return (
          <span key={index} data-own={isOwn} {...(index === line - 1 ? { 'data-first': true } : {})}>
            <i>{index + 1}</i>
            {each}
            {'\n'}
          </span>
        )
      })}
    </pre>
  )
}
