import { may, type WhatIfTrial } from '@genba/contracts'
import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { useMe } from '../ui/me.js'
import { Panel } from '../ui/panel.js'
import { Failure, Loading } from '../ui/states.js'
import { Difference } from './difference.js'
import { useRuleFile, useTrial } from './queries.js'
import styles from './rules-page.module.css'

const DAYS = [1, 3, 7]

/** Edits a copy of a rule file and shows which incidents the past alerts would have made by it. */
export function TryRules({ file, hash }: { file: string; hash: string }) {
  const { t } = useWords()
  const isAllowed = may(actorOf(useMe()), 'rule.try')
  const written = useRuleFile(file, hash)
  const [edited, setEdited] = useState<string>()
  const [days, setDays] = useState(1)
  const { start, stop, trial, error } = useTrial()
  const isRunning = start.isPending || trial?.state === 'running'
  const text = edited ?? written.data
  const tryIt = (): void => {
    if (text !== undefined) start.mutate({ files: [{ file, text }], replace: 'files', days })
  }
  return (
    <Panel title={t('rules.tryTitle')}>
      <div className={styles['try']}>
        <p className={styles['dim']}>{t('rules.tryHint', { file })}</p>
        {text !== undefined ? (
          <Textarea
            aria-label={t('rules.text')}
            value={text}
            onChange={(event) => setEdited(event.currentTarget.value)}
            rows={10}
            spellCheck={false}
            disabled={!isAllowed}
            classNames={{ input: styles['editor'] ?? '' }}
          />
        ) : written.isPending ? (
          <Loading rows={4} height={24} />
        ) : (
          <Failure error={written.error} onRetry={() => void written.refetch()} />
        )}
        <div className={styles['tools']}>
          <NativeSelect
            size="xs"
            aria-label={t('rules.days')}
            data={DAYS.map((count) => ({ value: String(count), label: t('rules.daysOf', { count }) }))}
            value={String(days)}
            onChange={(event) => setDays(Number(event.currentTarget.value))}
          />
          <Button size="xs" disabled={!isAllowed || isRunning || !text?.trim()} onClick={tryIt}>
            {t('rules.start')}
          </Button>
          {isRunning && (
            <Button size="xs" variant="default" disabled={!trial || stop.isPending} onClick={() => stop.mutate()}>
              {t('rules.stop')}
            </Button>
          )}
          {edited !== undefined && edited !== written.data && (
            <Button size="xs" variant="subtle" onClick={() => setEdited(undefined)}>
              {t('rules.reset')}
            </Button>
          )}
          {!isAllowed && <span className={styles['dim']}>{t('rules.tryNoPermission')}</span>}
        </div>
        {error && <Failure error={error} />}
        {trial && <Outcome trial={trial} />}
      </div>
    </Panel>
  )
}

function Outcome({ trial }: { trial: WhatIfTrial }) {
  const { t } = useWords()
  const { state, progress, faults, reason, result } = trial
  if (state === 'running') {
    const share = progress.ofMessages === 0 ? 0 : progress.messages / progress.ofMessages
    const label = progress.alerts === 0 ? t('rules.preparing') : t('rules.progress', { alerts: progress.alerts })
    return (
      <div className={styles['progress']} role="status">
        <progress aria-label={label} value={share} max={1} />
        {label}
      </div>
    )
  }
  if (state === 'done') return result ? <Difference result={result} /> : null
  return (
    <div className={styles['warning']} role="alert">
      <p>
        {t(`rules.state.${state}`)} {reason && t(`rules.reason.${reason}`)}
      </p>
      {faults.length > 0 && (
        <pre tabIndex={0} aria-label={t(`rules.state.${state}`)} role="group">
          {faults.join('\n')}
        </pre>
      )}
    </div>
  )
}
