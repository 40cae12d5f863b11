import { DEAD_LETTER_SHOWN_BYTES, type DeadLetterRow } from '@genba/contracts'
import { Button, SegmentedControl } from '@mantine/core'
import { useRef, useState } from 'react'
import { useWords } from '../i18n/use-words.js'
import { usePlantNames } from '../ui/plant-names.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { PlantTime } from '../ui/times.js'
import { useListKeys } from '../ui/use-list-keys.js'
import styles from './alerts-page.module.css'
import { hexOf, printable } from './bytes.js'
import { useDeadLetterPages } from './queries.js'

/** Input that could not be read, with the reason and the bytes as they came. */
export function LetterList({ now }: { now: number }) {
  const { t } = useWords()
  const pages = useDeadLetterPages(now)
  const [chosen, setChosen] = useState<string>()
  const frame = useRef<HTMLDivElement>(null)
  useListKeys(frame)
  const letters = pages.data?.pages.flatMap((page) => page.letters) ?? []
  if (pages.isPending) return <Loading rows={9} />
  if (pages.isError) return <Failure error={pages.error} onRetry={() => void pages.refetch()} />
  if (letters.length === 0 && !pages.hasNextPage) return <Empty title={t('alertSearch.noLetters')} />
  const letter = letters.find(({ id }) => id === chosen)
  return (
    <div className={styles['split']}>
      <div className={styles['left']}>
        <div className={styles['frame']} ref={frame} tabIndex={0} role="region" aria-label={t('alertSearch.letters')}>
          <ul>
            {letters.map((each) => (
              <LetterLine
                key={each.id}
                letter={each}
                isChosen={each.id === chosen}
                onChoose={() => setChosen(each.id)}
              />
            ))}
          </ul>
        </div>
        {pages.hasNextPage && (
          <div className={styles['reached']}>
            <Button
              size="compact-xs"
              variant="default"
              disabled={pages.isFetching}
              onClick={() => void pages.fetchNextPage()}
            >
              {t('alertSearch.more')}
            </Button>
          </div>
        )}
      </div>
      <aside className={styles['detail']} aria-label={t('alertSearch.letters')}>
        {letter ? <Letter key={letter.id} letter={letter} /> : <Empty title={t('alertSearch.chooseLetter')} />}
      </aside>
    </div>
  )
}

type LineProps = { letter: DeadLetterRow; isChosen: boolean; onChoose: () => void }

function LetterLine({ letter, isChosen, onChoose }: LineProps) {
  const names = usePlantNames(letter.plant)
  return (
    <li>
      <button
        type="button"
        className={styles['letter']}
        aria-current={isChosen ? 'true' : undefined}
        onClick={onChoose}
      >
        <span className={styles['what']}>
          <b>{letter.reason}</b>
          <span className={styles['dim']}>
            {names.name} · {letter.source} · {letter.format}
          </span>
        </span>
        <span className={styles['dim']}>
          <PlantTime at={letter.receivedAt} timeZone={names.timeZone} />
        </span>
      </button>
    </li>
  )
}

const VIEWS = ['asText', 'asHex'] as const

function Letter({ letter }: { letter: DeadLetterRow }) {
  const { t } = useWords()
  const [view, setView] = useState<(typeof VIEWS)[number]>('asText')
  const { reason, source, format, line, field, bytes, originalBase64 } = letter
  return (
    <>
      <p className={styles['title']}>
        <b>{reason}</b>
      </p>
      <p className={styles['dim']}>
        {t('alertSearch.source')} {source} · {t('alertSearch.format')} {format} · {t('alertSearch.line', { line })}
        {field !== undefined && ` · ${t('alertSearch.field')} ${field}`} · {t('alertSearch.bytes', { count: bytes })}
        {bytes > DEAD_LETTER_SHOWN_BYTES && ` (${t('alertSearch.cut', { count: DEAD_LETTER_SHOWN_BYTES })})`}
      </p>
      <SegmentedControl
        size="xs"
        aria-label={t('alertSearch.view')}
        data={VIEWS.map((value) => ({ value, label: t(`alertSearch.${value}`) }))}
        value={view}
        onChange={setView}
      />
      <pre className={styles['bytes']} tabIndex={0} aria-label={t('alertSearch.original')} role="group">
        {view === 'asText' ? printable(originalBase64) : hexOf(originalBase64)}
      </pre>
    </>
  )
}
