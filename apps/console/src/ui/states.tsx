import { ERRORS, OperationKind } from '@genba/contracts'
import { Button, Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { ApiError, Unreachable } from '../api/client.js'
import { useWords, type Words } from '../i18n/use-words.js'
import styles from './states.module.css'

type EmptyProps = { title: string; hint?: string; isSmall?: boolean; children?: ReactNode }

/** Nothing to show, and why. */
export function Empty({ title, hint, isSmall, children }: EmptyProps) {
  return (
    <div className={`${styles['state']} ${isSmall ? styles['small'] : ''}`}>
      <p className={styles['title']}>{title}</p>
      {hint && <p>{hint}</p>}
      {children}
    </div>
  )
}

/** What went wrong, in the chosen language: the contract's text for a code, else what the client saw. */
export function errorText(error: unknown, { t, pick }: Pick<Words, 't' | 'pick'>): string {
  if (error instanceof ApiError) {
    const { code, at, changed = [] } = error.problem
    const done = changed.map(({ kind, by, reason }) => {
      const known = OperationKind.safeParse(kind)
      return t('grouping.changedBy', { kind: known.success ? t(`grouping.kind.${known.data}`) : kind, by, reason })
    })
    return [pick(ERRORS[code].text) + (at ? ` (${at})` : ''), ...done].join(' — ')
  }
  if (error instanceof Unreachable || isChunkMissing(error)) return t('error.unreachable')
  return t(isUnreadable(error) ? 'error.unreadable' : 'error.unexpected')
}

/** The schema's own error class is not part of the contracts; its name is. */
const isUnreadable = (error: unknown): boolean => error instanceof Error && error.name === 'ZodError'

/** What a browser, or what loads a part's styles before it, throws when a later part of the console can't be loaded. */
export const isChunkMissing = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|module script|preload CSS/i.test(error.message)

export function Failure({ error, onRetry, children }: { error: unknown; onRetry?: () => void; children?: ReactNode }) {
  const words = useWords()
  return (
    <div className={styles['state']} role="alert">
      <p className={styles['title']}>{words.t('error.title')}</p>
      <p>{errorText(error, words)}</p>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          {words.t('app.again')}
        </Button>
      )}
      {children}
    </div>
  )
}

/** Grey lines where the content will be, at its top however high the room for it is. */
export function Loading({ rows = 6, height = 40 }: { rows?: number; height?: number }) {
  const { t } = useWords()
  return (
    <div role="status" aria-label={t('app.loading')} className={styles['loading']}>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height} radius="sm" />
      ))}
    </div>
  )
}
