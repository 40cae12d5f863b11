import { severityWord, type Level, type Response, type SeverityWord, type StepState } from '@genba/contracts'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/use-words.js'
import styles from './tags.module.css'

export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'info' | 'good' | 'accent'

const TONE_CLASS: Record<Tone, string | undefined> = {
  critical: styles['critical'],
  high: styles['high'],
  medium: styles['medium'],
  low: styles['low'],
  info: undefined,
  good: styles['good'],
  accent: styles['accent'],
}

export function Tag({ tone, children, title }: { tone: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={[styles['tag'], TONE_CLASS[tone]].filter(Boolean).join(' ')} title={title}>
      {children}
    </span>
  )
}

const BARS_MAX = 5
const SEVERITY_BARS: Record<SeverityWord, number> = { critical: 5, high: 4, medium: 3, low: 2, info: 1 }

/** A severity as colour, word and number of bars, so that it needs no colour vision. */
export function SeverityTag({ severity }: { severity: number }) {
  const { t } = useWords()
  const word = severityWord(severity)
  return (
    <Tag tone={word} title={`${t('severityLabel')} ${severity}`}>
      <Bars on={SEVERITY_BARS[word]} of={BARS_MAX} />
      {t(`severity.${word}`)}
    </Tag>
  )
}

export function Bars({ on, of }: { on: number; of: number }) {
  return (
    <span className={styles['bars']} aria-hidden="true">
      {Array.from({ length: of }, (_, index) => (
        <i key={index} data-on={index < on} style={{ height: `${((index + 1) / of) * 100}%` }} />
      ))}
    </span>
  )
}

export const LEVEL_TONE: Record<Level, Tone> = { high: 'critical', medium: 'medium', low: 'info' }
export const LEVEL_BARS: Record<Level, number> = { high: 3, medium: 2, low: 1 }

const RESPONSE_TONE: Record<Response['state'], Tone> = {
  running: 'accent',
  waiting: 'high',
  parked: 'critical',
  done: 'good',
}

export function ResponseTag({ state }: { state: Response['state'] }) {
  const { t } = useWords()
  return <Tag tone={RESPONSE_TONE[state]}>{t(`responseState.${state}`)}</Tag>
}

type At = StepState['at']
const STEP_TONE: Record<At, Tone> = {
  pending: 'info',
  due: 'accent',
  waiting: 'high',
  done: 'good',
  failed: 'critical',
  parked: 'critical',
}
const STEP_MARK: Record<At, string> = { pending: '○', due: '▷', waiting: '‖', done: '✓', failed: '✕', parked: '!' }

/** A step's state as colour, mark and word. What is still pending when its run has ended was not taken. */
export function StepTag({ at, isRunOver }: { at: At; isRunOver: boolean }) {
  const { t } = useWords()
  return (
    <Tag tone={STEP_TONE[at]}>
      <span aria-hidden="true">{STEP_MARK[at]}</span>
      {t(`step.${at === 'pending' && isRunOver ? 'untaken' : at}`)}
    </Tag>
  )
}
