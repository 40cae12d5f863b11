import { Button } from '@mantine/core'
import { useSignOut } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { LanguageChoice } from '../ui/choices.js'
import { useMe } from '../ui/me.js'
import { Panel } from '../ui/panel.js'
import styles from './account-page.module.css'
import { PasswordForm } from './password-form.js'
import { TotpPanel } from './totp-panel.js'

/** All that the console shows until the password is one's own, and the second factor that a role needs is set up. */
export function FirstThing() {
  const { t } = useWords()
  const { mustDo, user } = useMe()
  const signOut = useSignOut()
  return (
    <main className={styles['first']}>
      <div className={styles['firstHead']}>
        <h1>{user}</h1>
        <LanguageChoice />
        <Button variant="default" size="xs" loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {t('app.signOut')}
        </Button>
      </div>
      <p>{t(mustDo === 'change-password' ? 'account.firstPassword' : 'account.firstTotp')}</p>
      {mustDo === 'change-password' ? (
        <Panel title={t('account.password')}>
          <PasswordForm />
        </Panel>
      ) : (
        <TotpPanel />
      )}
    </main>
  )
}
