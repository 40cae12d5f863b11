import { mayEverywhere, PHASES, type Phase, type PlaybookList, type PlaybookRow } from '@genba/contracts'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useWords, type Words } from '../i18n/use-words.js'
import { matches } from '../incidents/order.js'
import { actorOf } from '../ui/actor.js'
import { SearchIcon } from '../ui/icons.js'
import { useMe } from '../ui/me.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { useKeys } from '../ui/use-keys.js'
import { useListKeys } from '../ui/use-list-keys.js'
import { ChoiceTable } from './choice-table.js'
import { ImportDialog } from './import-dialog.js'
import { Playbook } from './playbook.js'
import { PlaybookItems } from './playbook-items.js'
import styles from './playbooks-page.module.css'
import { useLibrary, usePlaybook } from './queries.js'

/** The library of playbooks; beside it one version: its graph, how it differs from another, and what it would do; or which of them answers what. */
export function PlaybooksPage() {
  const library = useLibrary()
  if (library.isPending) return <Loading rows={9} />
  const last = library.data?.pages.at(-1)
  if (!library.data || !last) return <Failure error={library.error} onRetry={() => void library.refetch()} />
  const playbooks = library.data.pages.flatMap((page) => page.playbooks)
  return (
    <Loaded
      library={{ ...last, playbooks }}
      onMore={library.hasNextPage ? () => void library.fetchNextPage() : undefined}
    />
  )
}

function Loaded({ library, onMore }: { library: PlaybookList; onMore: (() => void) | undefined }) {
  const words = useWords()
  const { t } = words
  const actor = actorOf(useMe())
  const navigate = useNavigate()
  const { version } = useSearch({ from: '/shell/playbooks' })
  const [text, setText] = useState('')
  const [phase, setPhase] = useState<Phase | ''>('')
  const [isImporting, setImporting] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  useKeys({ '/': () => input.current?.focus() })
  useListKeys(list)
  const choose = (chosen: string | undefined): void =>
    void navigate({ to: '/playbooks', search: chosen === undefined ? {} : { version: chosen }, replace: true })
  const rows = library.playbooks.filter(
    (row) => matches(textsOf(row, words), text) && (phase === '' || row.phases.includes(phase)),
  )
  const listed = library.playbooks.find((each) => each.version === version)
  // A link may lead to a version that the list has not read yet.
  const unlisted = usePlaybook(listed ? undefined : version)
  const row = listed ?? unlisted.data?.row
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('playbooks.title')}</h1>
        <span className={styles['count']}>{t('playbooks.count', { count: library.total })}</span>
        <NativeSelect
          size="xs"
          aria-label={t('playbooks.phases')}
          value={phase}
          data={[
            { value: '', label: t('playbooks.anyPhase') },
            ...PHASES.map((value) => ({ value, label: t(`phase.${value}`) })),
          ]}
          onChange={(event) => setPhase(PHASES.find((each) => each === event.currentTarget.value) ?? '')}
        />
        <TextInput
          ref={input}
          size="xs"
          w={230}
          aria-label={t('playbooks.filter')}
          placeholder={t('playbooks.filterHint')}
          leftSection={<SearchIcon />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {version !== undefined && (
          <Button size="xs" variant="default" onClick={() => choose(undefined)}>
            {t('playbooks.table.title')}
          </Button>
        )}
        {mayEverywhere(actor, 'playbook.write') && (
          <Button size="xs" onClick={() => setImporting(true)}>
            {t('playbooks.import')}
          </Button>
        )}
      </header>
      <div ref={list} className={styles['list']} role="region" aria-label={t('playbooks.title')} tabIndex={0}>
        {rows.length > 0 ? (
          <PlaybookItems rows={rows} chosen={version} onChoose={choose} />
        ) : (
          <Empty title={t('playbooks.none')} />
        )}
        {onMore && (
          <Button size="compact-sm" variant="default" onClick={onMore}>
            {t('alarms.more')}
          </Button>
        )}
      </div>
      <div className={styles['side']}>
        {row ? <Playbook key={row.version} row={row} rows={library.playbooks} /> : <ChoiceTable onChoose={choose} />}
      </div>
      {isImporting && <ImportDialog library={library} onClose={() => setImporting(false)} onImported={choose} />}
    </div>
  )
}

const textsOf = (
  { name, title, id, description = '', signature, phases, state }: PlaybookRow,
  { t }: Words,
): string[] => [
  name,
  title.ja,
  title.en,
  id,
  description,
  ...(signature.is === 'trusted' ? [signature.by] : []),
  ...phases.map((phase) => t(`phase.${phase}`)),
  t(`playbooks.state.${state}`),
]
