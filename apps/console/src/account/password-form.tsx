import { Button, PasswordInput } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import { useChangePassword } from '../api/account.js'
import { useWords } from '../i18n/use-words.js'
import { useMe } from '../ui/me.js'
import { errorText } from '../ui/states.js'
import styles from './account-page.module.css'

const EMPTY = { current: '', next: '', repeat: '' }

export function PasswordForm() {
  const words = useWords()
  const { t } = words
  const { user } = useMe()
  const change = useChangePassword()
  const [text, setText] = useState(EMPTY)
  const differs = text.repeat !== '' && text.next !== text.repeat
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (!text.current || !text.next || text.next !== text.repeat) return
    change.mutate({ current: text.current, next: text.next }, { onSuccess: () => setText(EMPTY) })
  }
  const field = (name: keyof typeof EMPTY) => ({
    label: t(`account.${name}`),
    value: text[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setText({ ...text, [name]: event.currentTarget.value }),
    maxLength: 200,
    visibilityToggleButtonProps: { 'aria-hidden': true },
  })
  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      <input hidden value={user} readOnly autoComplete="username" />
      <PasswordInput {...field('current')} autoComplete="current-password" />
      <PasswordInput {...field('next')} description={t('account.nextHint')} autoComplete="new-password" />
      <PasswordInput {...field('repeat')} autoComplete="new-password" error={differs && t('account.differs')} />
      <div role="status">
        {change.isError && <p className={styles['error']}>{errorText(change.error, words)}</p>}
        {change.isSuccess && <p className={styles['good']}>{t('account.changed')}</p>}
      </div>
      <Button
        type="submit"
        loading={change.isPending}
        disabled={!text.current || !text.next || differs || !text.repeat}
      >
        {t('account.change')}
      </Button>
    </form>
  )
}
