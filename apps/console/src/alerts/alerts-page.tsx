import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { serverNow } from '../api/server-time.js'
import { useWords } from '../i18n/use-words.js'
import { AlertList } from './alert-list.js'
import styles from './alerts-page.module.css'
import { LetterList } from './letter-list.js'
import type { Conditions } from './queries.js'
import { SearchTools } from './search-tools.js'

const DAY_MS = 86_400_000
const KINDS = ['alerts', 'letters'] as const

/** All alerts that Kafka still has, also those that no incident holds, and what could not be read. */
export function AlertsPage() {
  const { t } = useWords()
  const [kind, setKind] = useState<(typeof KINDS)[number]>('alerts')
  const [conditions, setConditions] = useState<Conditions>({ severity: 0, in: 'any', rangeMs: DAY_MS })
  const [now, setNow] = useState(serverNow)
  const search = (next: Conditions): void => {
    setConditions(next)
    setNow(serverNow())
  }
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('alertSearch.title')}</h1>
        <SegmentedControl
          size="xs"
          aria-label={t('alertSearch.kind')}
          data={KINDS.map((value) => ({ value, label: t(`alertSearch.${value}`) }))}
          value={kind}
          onChange={setKind}
        />
        {kind === 'alerts' && <SearchTools conditions={conditions} onSearch={search} />}
        <Button size="xs" variant="default" onClick={() => setNow(serverNow())}>
          {t('alertSearch.again')}
        </Button>
      </header>
      {kind === 'alerts' ? (
        <AlertList key={`${JSON.stringify(conditions)} ${now}`} conditions={conditions} now={now} />
      ) : (
        <LetterList key={now} now={now} />
      )}
    </div>
  )
}
