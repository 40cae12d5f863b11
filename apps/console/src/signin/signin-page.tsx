import { ERRORS, ROUTES } from '@genba/contracts'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState, type SubmitEvent } from 'react'
import { useWaysIn } from '../api/account.js'
import { codeOf, urlOf } from '../api/client.js'
import { useSignIn } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { LanguageChoice, ThemeChoice } from '../ui/choices.js'
import { LogoIcon } from '../ui/icons.js'
import { errorText } from '../ui/states.js'
import { loadInside } from './load-inside.js'
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
  const { back, refused } = useSearch({ from: '/signin' })
  const navigate = useNavigate()
  const signIn = useSignIn()
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [isChecked, setChecked] = useState(false)
  const [needsCode, setNeedsCode] = useState(false)

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setChecked(true)
    if (!user.trim() || !password || (needsCode && !code.trim())) return
    signIn.mutate(
      { user: user.trim(), password, ...(needsCode ? { code: code.trim() } : {}) },
      {
        onSuccess: () => void navigate({ href: back ?? '/', replace: true }),
        onError: (error) => {
          if (codeOf(error) !== 'CODE_NEEDED') return
          setChecked(false)
          setNeedsCode(true)
        },
      },
    )
  }
  const isAsked = codeOf(signIn.error) === 'CODE_NEEDED'

  return (
    <form className={styles['form']} onSubmit={submit} onChange={loadInside} noValidate>
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
        readOnly={needsCode}
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
      {needsCode && (
        <TextInput
          label={t('account.code')}
          description={t('account.codeHint')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={isChecked && !code.trim() && t('account.codeMissing')}
          autoComplete="one-time-code"
          maxLength={20}
          autoFocus
        />
      )}
      <div role="alert">
        {signIn.isError && !isAsked && <p className={styles['error']}>{errorText(signIn.error, words)}</p>}
        {refused && signIn.isIdle && <p className={styles['error']}>{words.pick(ERRORS[refused].text)}</p>}
      </div>
      <Button type="submit" loading={signIn.isPending} fullWidth>
        {t('signIn.submit')}
      </Button>
      <ProviderButton {...(back ? { back } : {})} />
    </form>
  )
}

/** A plain link: the browser leaves for the provider and comes back with a session. */
function ProviderButton({ back }: { back?: string }) {
  const { t } = useWords()
  const provider = useWaysIn().data?.oidc
  if (!provider) return null
  return (
    <>
      <p className={styles['or']}>{t('account.or')}</p>
      <Button component="a" href={urlOf(ROUTES.beginOidc.path, {}, { back })} variant="default" fullWidth>
        {t('account.withProvider', { name: provider.name })}
      </Button>
    </>
  )
}
