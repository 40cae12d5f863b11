import type { Approval, Effect, Incident } from '@genba/contracts'
import { useId } from 'react'
import { useApproval } from '../api/deciding.js'
import { useWords } from '../i18n/use-words.js'
import { usePlantNames } from '../ui/plant-names.js'
import panel from '../ui/panel.module.css'
import { Due, PlantTime } from '../ui/times.js'
import { AnswerForm } from './answer-form.js'
import { Answers } from './answers.js'
import styles from './approvals.module.css'
import { WhoDecides } from './who-decides.js'

/** One decision that waits: its two ways with what each stops, how it is undone, who may give it and until when. */
export function ApprovalCard({ incident, approval }: { incident: Incident; approval: Approval }) {
  const { t, pick } = useWords()
  const names = usePlantNames(incident.plant)
  const id = useId()
  const view = useApproval(incident, approval)
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
      <Stops effect={approval.effect} />
      <WhoDecides approval={approval} plant={incident.plant} view={view} />
      <EffectText effect={approval.effect} />
      <Stakes approval={approval} />
      <div className={styles['answers']}>
        <h4>{t('approval.answers')}</h4>
        <Answers approval={approval} plant={incident.plant} />
      </div>
      <AnswerForm incident={incident} approval={approval} view={view} />
    </article>
  )
}

function Stops({ effect }: { effect: Effect }) {
  const { t, pick } = useWords()
  return (
    <p className={styles['stops']}>
      <b>{t('approval.stops')}</b>
      {pick(effect.stops)}
    </p>
  )
}

/** What each of the two ways does to the plant. */
function EffectText({ effect }: { effect: Effect }) {
  const { t, pick, span } = useWords()
  return (
    <>
      <h4 className={styles['way']}>{t('deciding.ifApproved')}</h4>
      <dl className={styles['effect']}>
        {(['s', 'q', 'd', 'c', 'undo'] as const).map((key) => (
          <EffectLine key={key} name={t(`approval.${key}`)} text={pick(effect[key])} />
        ))}
        <EffectLine
          name={t('approval.hold')}
          text={effect.holdMs === undefined ? t('approval.holdForever') : span(effect.holdMs)}
        />
      </dl>
      <h4 className={styles['way']}>{t('deciding.ifRefused')}</h4>
      <p>{t('deciding.refusedEffect')}</p>
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

/** Why so many people must agree. */
function Stakes({ approval: { stakes } }: { approval: Approval }) {
  const { t } = useWords()
  if (!stakes) return null
  const { production, safety, plantState } = stakes
  return (
    <>
      <h4 className={styles['way']}>{t('deciding.stakes')}</h4>
      <p>
        {[
          t(`deciding.production.${production}`),
          t('deciding.safety', { level: t(`level.${safety}`) }),
          t(`plantState.${plantState}`),
        ].join(' · ')}
      </p>
    </>
  )
}
