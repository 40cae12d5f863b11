import type { Duty } from '@genba/contracts'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useWords } from '../i18n/use-words.js'
import { deciders, put, rolesOf, type PersonThere } from './draft.js'
import styles from './roster.module.css'

/** 0 is Sunday, as the roster counts. */
const WEEK = [0, 1, 2, 3, 4, 5, 6] as const

type Props = { duties: readonly Duty[]; people: readonly PersonThere[]; onChange: (duties: Duty[]) => void }

export function DutyRows({ duties, people, onChange }: Props) {
  return (
    <ul className={styles['rows']}>
      {duties.map((duty, index) => (
        <DutyRow
          key={index}
          duty={duty}
          people={people}
          onChange={(next) => onChange(put(duties, index, next))}
          onRemove={() => onChange(duties.filter((_, n) => n !== index))}
        />
      ))}
    </ul>
  )
}

type RowProps = {
  duty: Duty
  people: readonly PersonThere[]
  onChange: (duty: Duty) => void
  onRemove: () => void
}

function DutyRow({ duty, people, onChange, onRemove }: RowProps) {
  const { t, pick } = useWords()
  const choose = (user: string): void => {
    const roles = rolesOf(people, user)
    onChange({ ...duty, user, role: roles.includes(duty.role) ? duty.role : (roles[0] ?? duty.role) })
  }
  return (
    <li className={styles['row']}>
      <NativeSelect
        label={t('roster.who')}
        value={duty.user}
        data={deciders(people).map(({ user, name }) => ({ value: user, label: pick(name) }))}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('roster.role')}
        value={duty.role}
        data={rolesOf(people, duty.user).map((role) => ({ value: role, label: t(`role.${role}`) }))}
        onChange={(event) => {
          const role = rolesOf(people, duty.user).find((each) => each === event.currentTarget.value)
          if (role) onChange({ ...duty, role })
        }}
      />
      <Days days={duty.days} onChange={(days) => onChange({ ...duty, days })} />
      <TextInput
        type="time"
        label={t('roster.from')}
        value={duty.from}
        onChange={(event) => onChange({ ...duty, from: event.currentTarget.value })}
      />
      <TextInput
        type="time"
        label={duty.to <= duty.from ? `${t('roster.to')} (${t('roster.nextDay')})` : t('roster.to')}
        value={duty.to}
        onChange={(event) => onChange({ ...duty, to: event.currentTarget.value })}
      />
      <Button variant="default" onClick={onRemove}>
        {t('roster.remove')}
      </Button>
    </li>
  )
}

function Days({ days, onChange }: { days: readonly number[]; onChange: (days: number[]) => void }) {
  const { t } = useWords()
  const toggle = (day: number): void =>
    onChange(days.includes(day) ? days.filter((each) => each !== day) : [...days, day].sort((a, b) => a - b))
  return (
    <fieldset className={styles['days']}>
      <legend>{t('roster.days')}</legend>
      {WEEK.map((day) => (
        <Button
          key={day}
          size="compact-md"
          variant={days.includes(day) ? 'filled' : 'default'}
          aria-pressed={days.includes(day)}
          onClick={() => toggle(day)}
        >
          {t(`roster.day.d${day}`)}
        </Button>
      ))}
    </fieldset>
  )
}
