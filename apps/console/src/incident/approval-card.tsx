import type { Approval, Effect, Incident } from '@genba/contracts'
import { useId, useState } from 'react'
import { useApproval } from '../api/deciding.js'
import { useWords } from '../i18n/use-words.js'
import { useMe } from '../ui/me.js'
import { usePlantNames } from '../ui/plant-names.js'
import panel from '../ui/panel.module.css'
import { Due, PlantTime } from '../ui/times.js'
import { AnswerForm } from './answer-form.js'
import { Answers } from './answers.js'
import styles from './approvals.module.css'
import { EffectLines } from './effect-lines.js'
import { askedOf, mayBreakGlass, refusalOf } from './may-decide.js'
import { Options } from './options.js'
import { WhoDecides } from './who-decides.js'

/** One decision that waits: its ways with what each stops, how it is undone, who may give it and until when. */
export function ApprovalCard({ incident, approval }: { incident: Incident; approval: Approval }) {
  const { t, pick } = useWords()
  const names = usePlantNames(incident.plant)
  const id = useId()
  const view = useApproval(incident, approval)
  const [option, setOption] = useState<string>()
  const asked = askedOf(approval, option)
  const me = useMe()
  // Whoever has chosen may still choose another way.
  const unsaid = { ...approval, answers: approval.answers.filter(({ user }) => user !== me.user) }
  const about = { plant: incident.plant, approval: unsaid, isOpen: incident.state === 'open', who: view.data?.who }
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
      {!approval.choice && <Stops effect={approval.effect} />}
      <WhoDecides approval={asked} plant={incident.plant} view={view} />
      {approval.choice ? (
        <>
          <Options
            choice={approval.choice}
            chosen={option}
            isDisabled={refusalOf(me, about) !== undefined && !mayBreakGlass(me, about)}
            onChoose={setOption}
          />
          <Refused />
        </>
      ) : (
        <EffectText effect={approval.effect} />
      )}
      <Stakes approval={asked} />
      <div className={styles['answers']}>
        <h4>{t('approval.answers')}</h4>
        <Answers approval={approval} plant={incident.plant} />
      </div>
      <AnswerForm incident={incident} approval={asked} option={option} view={view} />
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
  const { t } = useWords()
  return (
    <>
      <h4 className={styles['way']}>{t('deciding.ifApproved')}</h4>
      <EffectLines effect={effect} />
      <Refused />
    </>
  )
}

function Refused() {
  const { t } = useWords()
  return (
    <>
      <h4 className={styles['way']}>{t('deciding.ifRefused')}</h4>
      <p>{t('deciding.refusedEffect')}</p>
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
