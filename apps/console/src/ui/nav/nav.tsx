import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useWords } from '../../i18n/use-words.js'
import { actorOf } from '../actor.js'
import { useMe } from '../me.js'
import { useKeys } from '../use-keys.js'
import styles from './nav.module.css'
import { pagesOf } from './pages.js'

const KEYS_MAX = 9

/** The pages that this person may open: a rail beside the page, a bar above it where the window is narrow. */
export function Nav({ notes }: { notes: Partial<Record<string, ReactNode>> }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const pages = pagesOf(actorOf(useMe()))
  useKeys(
    Object.fromEntries(
      pages.slice(0, KEYS_MAX).map(({ to }, index) => [String(index + 1), () => void navigate({ to })]),
    ),
  )
  return (
    <nav className={styles['nav']} aria-label={t('nav.label')}>
      {pages.map(({ to, word, icon: Icon }, index) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === '/' }}
          title={index < KEYS_MAX ? `${t(`nav.${word}`)} (${index + 1})` : t(`nav.${word}`)}
        >
          <Icon />
          <span className={styles['word']}>{t(`nav.${word}`)}</span>
          {notes[to]}
        </Link>
      ))}
    </nav>
  )
}
