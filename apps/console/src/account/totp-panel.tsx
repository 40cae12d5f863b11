import { Button, PasswordInput } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import { useBeginTotp, useRemoveTotp } from '../api/account.js'
import { useWords } from '../i18n/use-words.js'
import { useMe } from '../ui/me.js'
import { Panel } from '../ui/panel.js'
import { errorText } from '../ui/states.js'
import styles from './account-page.module.css'
import { Enrolment } from './enrolment.js'

/** Turning the second factor on and off, each with the password. */
export function TotpPanel() {
  const words = useWords()
  const { t } = words
  const { hasTotp, needsTotp } = useMe()
  const begin = useBeginTotp()
  const remove = useRemoveTotp()
  const [password, setPassword] = useState('')
  const asked = hasTotp ? remove : begin
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (password) asked.mutate(password, { onSuccess: () => setPassword('') })
  }
  return (
    <Panel title={t('account.totp')}>
      {begin.data && !hasTotp ? (
        <Enrolment enrolment={begin.data} />
      ) : (
        <form className={styles['form']} onSubmit={submit} noValidate>
          <p>
            {t(hasTotp ? 'account.totpOn' : 'account.totpOff')} {needsTotp && t('account.totpNeeded')}
          </p>
          {!(hasTotp && needsTotp) && (
            <>
              <PasswordInput
                label={t('account.current')}
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                autoComplete="current-password"
                maxLength={200}
                visibilityToggleButtonProps={{ 'aria-hidden': true }}
              />
              <div role="alert">
                {asked.isError && <p className={styles['error']}>{errorText(asked.error, words)}</p>}
              </div>
              <Button
                type="submit"
                variant={hasTotp ? 'default' : 'filled'}
                loading={asked.isPending}
                disabled={!password}
              >
                {t(hasTotp ? 'account.remove' : 'account.enrol')}
              </Button>
            </>
          )}
        </form>
      )}
    </Panel>
  )
}
