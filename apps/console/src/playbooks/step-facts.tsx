import type { PlaybookEdge, PlaybookStep } from '@genba/contracts'
import { Fragment, type ReactNode } from 'react'
import { useWords, type Words } from '../i18n/use-words.js'
import styles from './playbooks-page.module.css'
import { actorText, automationText, nameText, phaseText, typeText, filledText } from './step-words.js'

type Props = { step: PlaybookStep | undefined; steps: readonly PlaybookStep[]; onChoose: (id: string) => void }

/** All that one step says: what is done and by whom, what that does to the plant, how it is undone, where it leads. */
export function StepFacts({ step, steps, onChoose }: Props) {
  const words = useWords()
  const { t } = words
  const nameOf = (id: string): string => {
    const found = steps.find((each) => each.id === id)
    return found ? nameText(found, words) : id
  }
  return (
    <section className={styles['facts']} aria-label={step ? nameText(step, words) : t('playbooks.chooseStep')}>
      <p className={styles['dim']}>{t('playbooks.graphHint')}</p>
      {step ? (
        <>
          <h3>{nameText(step, words)}</h3>
          <p className={styles['dim']}>
            {[typeText(step, words), step.phase && phaseText(step.phase, words)].filter(Boolean).join(' · ')}
          </p>
          {step.description !== undefined && <p>{step.description}</p>}
          <dl>
            {factsOf(step, words, nameOf).map(([name, text]) => (
              <Fragment key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </Fragment>
            ))}
          </dl>
          {step.to.length > 0 && (
            <>
              <h4>{t('playbooks.fact.next')}</h4>
              <ul>
                {step.to.map((edge) => (
                  <li key={`${edge.kind} ${edge.label ?? ''} ${edge.to}`}>
                    <button type="button" className={styles['way']} onClick={() => onChoose(edge.to)}>
                      {edgeText(edge, words)}
                      {nameOf(edge.to)}
                    </button>
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      ) : (
        <p>{t('playbooks.chooseStep')}</p>
      )}
    </section>
  )
}

function edgeText({ kind, label }: PlaybookEdge, { t }: Words): string {
  if (kind === 'on_completion') return '→ '
  return `${kind === 'cases' ? (label ?? '') : t(`playbooks.edge.${kind}`)} → `
}

function factsOf(step: PlaybookStep, words: Words, nameOf: (id: string) => string): [string, ReactNode][] {
  const { t, span } = words
  const {
    approval,
    automation,
    effect,
    options = [],
    command,
    target,
    approvedBy,
    undo,
    condition,
    outcome,
    calls,
  } = step
  const roles = (list: NonNullable<PlaybookStep['approval']>['roles']): string =>
    list.map((role) => t(`role.${role}`)).join(' / ')
  const code = (text: string): ReactNode => <code>{text}</code>
  const facts: [string, ReactNode | undefined][] = [
    [t('playbooks.fact.who'), approval ? peopleText(approval, words) : actorText(step, words) || undefined],
    [t('playbooks.fact.does'), automation ? automationText(automation, words) : command?.text && code(command.text)],
    [t('playbooks.calls'), calls],
    [t('playbooks.fact.through'), target],
    [t('playbooks.fact.condition'), condition && code(condition)],
    [t('playbooks.fact.production'), effect && t(`playbooks.production.${effect.production}`)],
    [t('approval.stops'), effect && filledText(effect.stops, words)],
    ...(['s', 'q', 'd', 'c', 'undo'] as const).map((key): [string, ReactNode | undefined] => [
      t(`approval.${key}`),
      effect && filledText(effect[key], words),
    ]),
    [t('approval.hold'), effect?.holdMs === undefined ? undefined : span(effect.holdMs)],
    ...options.map(({ id, name, effect: does }): [string, ReactNode] => [
      `${t('playbooks.fact.option')} ${id}`,
      `${filledText(name, words)} · ${t(`playbooks.production.${does.production}`)} · ${filledText(does.stops, words)}`,
    ]),
    [t('playbooks.fact.due'), approval && span(approval.dueMs)],
    [t('playbooks.fact.escalate'), approval && approval.escalateTo.length > 0 ? roles(approval.escalateTo) : undefined],
    [t('playbooks.fact.covered'), approvedBy && [nameOf(approvedBy), ...(step.approvedOptions ?? [])].join(' · ')],
    [t('playbooks.fact.undo'), undo && undoText(undo, words)],
    [t('playbooks.fact.delay'), step.delayMs === undefined ? undefined : span(step.delayMs)],
    [t('playbooks.fact.timeout'), step.timeoutMs === undefined ? undefined : span(step.timeoutMs)],
    [t('playbooks.fact.outcome'), outcome && t(`playbooks.fact.${outcome}`)],
  ]
  return facts.filter((fact): fact is [string, ReactNode] => fact[1] !== undefined && fact[1] !== '')
}

function peopleText(approval: NonNullable<PlaybookStep['approval']>, { t }: Words): string {
  const words = (list: typeof approval.roles): string => list.map((role) => t(`role.${role}`)).join(' / ')
  const who = t('approval.people', { count: approval.people, roles: words(approval.roles) })
  return approval.mustInclude.length > 0
    ? `${who}, ${t('approval.mustInclude', { roles: words(approval.mustInclude) })}`
    : who
}

const undoText = ({ by, command }: NonNullable<PlaybookStep['undo']>, { t }: Words): string =>
  [t(`playbooks.fact.undoBy.${by}`), command].filter(Boolean).join(': ')
