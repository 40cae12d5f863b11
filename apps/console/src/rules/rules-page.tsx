import type { RuleList, RuleRow } from '@genba/contracts'
import { TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useWords } from '../i18n/use-words.js'
import { matches } from '../incidents/order.js'
import { SearchIcon } from '../ui/icons.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { useKeys } from '../ui/use-keys.js'
import { useListKeys } from '../ui/use-list-keys.js'
import { PackState } from './pack-state.js'
import { useRules } from './queries.js'
import { RuleItems } from './rule-items.js'
import { RuleSource } from './rule-source.js'
import styles from './rules-page.module.css'
import { TryRules } from './try-rules.js'

/** The pack in force by tactic; beside it one rule as it is written, and what it would do if it were another. */
export function RulesPage() {
  const list = useRules()
  if (list.isPending) return <Loading rows={9} />
  if (!list.data) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  return <Loaded list={list.data} />
}

function Loaded({ list }: { list: RuleList }) {
  const { t, pick } = useWords()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const items = useRef<HTMLDivElement>(null)
  useKeys({ '/': () => input.current?.focus() })
  useListKeys(items)
  const rows = list.rules.filter((rule) => matches(textsOf(rule, pick(rule.title)), text))
  const rule = list.rules.find(({ id }) => id === chosen)
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('rules.title')}</h1>
        <span className={styles['dim']}>{t('rules.count', { count: list.rules.length })}</span>
        <PackState list={list} />
        <TextInput
          ref={input}
          size="xs"
          w={230}
          aria-label={t('rules.filter')}
          placeholder={t('rules.filterHint')}
          leftSection={<SearchIcon />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </header>
      <div ref={items} className={styles['list']} role="region" aria-label={t('rules.title')} tabIndex={0}>
        {rows.length > 0 ? (
          <RuleItems rules={rows} chosen={chosen} onChoose={setChosen} />
        ) : (
          <Empty title={t('rules.none')} />
        )}
      </div>
      <div className={styles['side']}>
        {rule ? (
          <>
            <RuleSource rule={rule} hash={list.hash} />
            <TryRules key={rule.file} file={rule.file} hash={list.hash} />
          </>
        ) : (
          <Empty title={t('rules.choose')} />
        )}
      </div>
    </div>
  )
}

const textsOf = ({ id, file, tactic, techniques }: RuleRow, title: string): string[] => [
  title,
  id,
  file,
  ...(tactic ? [tactic] : []),
  ...techniques,
]
