import type { Approval } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import { useMe } from '../ui/me.js'
import { usePlantNames } from '../ui/plant-names.js'
import { Tag } from '../ui/tags.js'
import { PlantTime } from '../ui/times.js'
import styles from './approvals.module.css'

export function Answers({ approval, plant }: { approval: Approval; plant: string }) {
  const { t, pick } = useWords()
  const me = useMe()
  const { timeZone } = usePlantNames(plant)
  const nameOf = (option: string): string =>
    pick(approval.choice?.options.find(({ id }) => id === option)?.name ?? { ja: option, en: option })
  if (approval.answers.length === 0) return <p className={styles['dim']}>{t('approval.noAnswers')}</p>
  return (
    <ul>
      {approval.answers.map(({ user, roles, answer, option, reason, at }) => (
        <li key={`${user} ${at}`}>
          <Tag tone={answer === 'approve' ? 'good' : 'critical'}>{t(`approval.answer.${answer}`)}</Tag>{' '}
          <b>{user === me.user ? pick(me.displayName) : user}</b>{' '}
          <span className={styles['dim']}>
            {roles.map((role) => t(`role.${role}`)).join(' / ')} <PlantTime at={at} timeZone={timeZone} />
          </span>
          <p>
            {option !== undefined && <b>{nameOf(option)} — </b>}
            {reason}
          </p>
        </li>
      ))}
    </ul>
  )
}
