import type { Approval, Effect, Incident } from '@genba/contracts'
import { useId } from 'react'
import { useWords } from '../i18n/use-words.js'
import { usePlantNames } from '../ui/plant-names.js'
import panel from '../ui/panel.module.css'
import { Due, PlantTime } from '../ui/times.js'
import { AnswerForm } from './answer-form.js'
import { Answers } from './answers.js'
import styles from './approvals.module.css'

/** One decision that waits: what it stops, what it costs, how it is undone, who may give it and until when. */
export function ApprovalCard({ incident, approval }: { incident: Incident; approval: Approval }) {
  const { t, pick } = useWords()
  const names = usePlantNames(incident.plant)
  const id = useId()
  const given = approval.answers.filter(({ answer }) => answer === 'approve').length
  return (
    <article className={`${panel['panel']} ${panel['body']} ${styles['card']}`} aria-labelledby={id}>
      <h3 id={id} className={styles['title']}>
        {pick(approval.title)}
      </h3>
      <p className={styles['due']}>
        <Due at={approval.dueAt} className={styles['left'] ?? ''} lateClassName={styles['late'] ?? ''} />
        <span className={styles['dim']}>
          {t('approval.due')} <PlantTime at={approval.dueAt} timeZone={names.timeZone} />
          {approval.escalations > 0 && ` · ${t('approval.escalated', { count: approval.escalations })}`}
        </span>
      </p>
      <p className={styles['timeout']}>{t('approval.timeout')}</p>
      <EffectText effect={approval.effect} />
      <div className={styles['answers']}>
        <h4>{t('approval.who')}</h4>
        <Approvers approval={approval} />
        {approval.people > 1 && <p>{t('approval.progress', { given, people: approval.people })}</p>}
        <Answers approval={approval} plant={incident.plant} />
      </div>
      <AnswerForm incident={incident} approval={approval} />
    </article>
  )
}

function EffectText({ effect }: { effect: Effect }) {
  const { t, pick, span } = useWords()
  return (
    <>
      <p className={styles['stops']}>
        <b>{t('approval.stops')}</b>
        {pick(effect.stops)}
      </p>
      <dl className={styles['effect']}>
        {(['s', 'q', 'd', 'c', 'undo'] as const).map((key) => (
          <EffectLine key={key} name={t(`approval.${key}`)} text={pick(effect[key])} />
        ))}
        <EffectLine
          name={t('approval.hold')}
          text={effect.holdMs === undefined ? t('approval.holdForever') : span(effect.holdMs)}
        />
      </dl>
    </>
  )
}

function EffectLine({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  )
}

function Approvers({ approval }: { approval: Approval }) {
  const { t } = useWords()
  const words = (roles: Approval['roles']): string => roles.map((role) => t(`role.${role}`)).join(' / ')
  const isTelling = approval.mustInclude.length > 0 && approval.roles.length > 1
  return (
    <p>
      {t('approval.people', { count: approval.people, roles: words(approval.roles) })}
      {isTelling && (
        <span className={styles['dim']}> {t('approval.mustInclude', { roles: words(approval.mustInclude) })}</span>
      )}
    </p>
  )
}
