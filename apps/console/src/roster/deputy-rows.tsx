import type { Deputy } from '@genba/contracts'
import { Button, NativeSelect } from '@mantine/core'
import { serverNow } from '../api/server-time.js'
import { useWords } from '../i18n/use-words.js'
import { MomentInput } from '../ui/moment-input.js'
import { deciders, put, rolesOf, type PersonThere } from './draft.js'
import styles from './roster.module.css'

const DAY_MS = 86_400_000

type Props = {
  deputies: readonly Deputy[]
  people: readonly PersonThere[]
  timeZone: string
  onChange: (deputies: Deputy[]) => void
}

export function DeputyRows({ deputies, people, timeZone, onChange }: Props) {
  return (
    <ul className={styles['rows']}>
      {deputies.map((deputy, index) => (
        <DeputyRow
          key={index}
          deputy={deputy}
          people={people}
          timeZone={timeZone}
          onChange={(next) => onChange(put(deputies, index, next))}
          onRemove={() => onChange(deputies.filter((_, n) => n !== index))}
        />
      ))}
    </ul>
  )
}

type RowProps = {
  deputy: Deputy
  people: readonly PersonThere[]
  timeZone: string
  onChange: (deputy: Deputy) => void
  onRemove: () => void
}

function DeputyRow({ deputy, people, timeZone, onChange, onRemove }: RowProps) {
  const { t, pick } = useWords()
  const names = deciders(people).map(({ user, name }) => ({ value: user, label: pick(name) }))
  const { from, until, ...always } = deputy
  const isAway = from !== undefined && until !== undefined
  const chooseFor = (standsFor: string): void => {
    const roles = rolesOf(people, standsFor)
    onChange({ ...deputy, standsFor, role: roles.includes(deputy.role) ? deputy.role : (roles[0] ?? deputy.role) })
  }
  return (
    <li className={styles['row']}>
      <NativeSelect
        label={t('roster.who')}
        value={deputy.user}
        data={names}
        onChange={(event) => onChange({ ...deputy, user: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('roster.standsFor')}
        value={deputy.standsFor}
        data={names}
        onChange={(event) => chooseFor(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('roster.role')}
        value={deputy.role}
        data={rolesOf(people, deputy.standsFor).map((role) => ({ value: role, label: t(`role.${role}`) }))}
        onChange={(event) => {
          const role = rolesOf(people, deputy.standsFor).find((each) => each === event.currentTarget.value)
          if (role) onChange({ ...deputy, role })
        }}
      />
      <NativeSelect
        label={t('roster.when')}
        value={isAway ? 'away' : 'standing'}
        data={[
          { value: 'standing', label: t('roster.standing') },
          { value: 'away', label: t('roster.away') },
        ]}
        onChange={(event) =>
          onChange(
            event.currentTarget.value === 'away'
              ? { ...always, from: serverNow(), until: serverNow() + DAY_MS }
              : always,
          )
        }
      />
      {isAway && (
        <>
          <MomentInput
            label={t('roster.from')}
            at={from}
            timeZone={timeZone}
            onChange={(at) => onChange({ ...deputy, from: at })}
          />
          <MomentInput
            label={t('roster.to')}
            at={until}
            timeZone={timeZone}
            onChange={(at) => onChange({ ...deputy, until: at })}
          />
        </>
      )}
      <Button variant="default" onClick={onRemove}>
        {t('roster.remove')}
      </Button>
    </li>
  )
}
