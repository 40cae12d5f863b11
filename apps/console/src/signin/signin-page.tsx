import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState, type SubmitEvent } from 'react'
import { useSignIn } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { LanguageChoice, ThemeChoice } from '../ui/choices.js'
import { LogoIcon } from '../ui/icons.js'
import { errorText } from '../ui/states.js'
import styles from './signin-page.module.css'

export function SignInPage() {
  const { t } = useWords()
  return (
    <div className={styles['page']}>
      <header className={styles['choices']}>
        <LanguageChoice />
        <ThemeChoice />
      </header>
      <main className={styles['card']}>
        <h1 className={styles['brand']}>
          <LogoIcon />
          {t('app.name')}
        </h1>
        <p className={styles['claim']}>{t('app.claim')}</p>
        <SignInForm />
      </main>
      <footer className={styles['notice']}>{t('signIn.notice')}</footer>
    </div>
  )
}

function SignInForm() {
  const words = useWords()
  const { t } = words
  const { back } = useSearch({ from: '/signin' })
  const navigate = useNavigate()
  const signIn = useSignIn()
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  const [isChecked, setChecked] = useState(false)

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setChecked(true)
    if (!user.trim() || !password) return
    signIn.mutate(
      { user: user.trim(), password },
      { onSuccess: () => void navigate({ href: back ?? '/', replace: true }) },
    )
  }

  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      <TextInput
        label={t('signIn.user')}
        value={user}
        onChange={(event) => setUser(event.currentTarget.value)}
        error={isChecked && !user.trim() && t('signIn.userMissing')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        data-autofocus
        autoFocus
        maxLength={100}
      />
      <PasswordInput
        label={t('signIn.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={isChecked && !password && t('signIn.passwordMissing')}
        autoComplete="current-password"
        maxLength={200}
        visibilityToggleButtonProps={{ 'aria-hidden': true }}
      />
      <div role="alert">{signIn.isError && <p className={styles['error']}>{errorText(signIn.error, words)}</p>}</div>
      <Button type="submit" loading={signIn.isPending} fullWidth>
        {t('signIn.submit')}
      </Button>
    </form>
  )
}
