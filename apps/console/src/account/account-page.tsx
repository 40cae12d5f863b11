import { useEndOwnSession, useOwnSessions } from '../api/account.js'
import { useWords } from '../i18n/use-words.js'
import { LanguageChoice, ThemeChoice } from '../ui/choices.js'
import { useMe } from '../ui/me.js'
import { Panel } from '../ui/panel.js'
import { Failure, Loading } from '../ui/states.js'
import styles from './account-page.module.css'
import { PasswordForm } from './password-form.js'
import { Sessions } from './sessions.js'
import { TotpPanel } from './totp-panel.js'

/** One's own password, second factor, sessions, language and theme. */
export function AccountPage() {
  const { t, pick } = useWords()
  const { user, displayName, hasPassword } = useMe()
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <h1>{t('account.title')}</h1>
        <p>
          {pick(displayName)} ({user})
        </p>
      </div>
      <div className={styles['columns']}>
        <Panel title={t('account.password')}>{hasPassword ? <PasswordForm /> : <p>{t('account.provider')}</p>}</Panel>
        {hasPassword && <TotpPanel />}
        <Panel title={t('app.language')} note={t('account.languageHint')}>
          <div className={styles['choices']}>
            <LanguageChoice />
            <ThemeChoice />
          </div>
        </Panel>
      </div>
      <Panel title={t('account.sessions')} isFlush>
        <OwnSessions />
      </Panel>
    </div>
  )
}

function OwnSessions() {
  const sessions = useOwnSessions()
  const end = useEndOwnSession()
  if (sessions.isPending) return <Loading rows={2} />
  if (sessions.data === undefined) return <Failure error={sessions.error} onRetry={() => void sessions.refetch()} />
  return <Sessions sessions={sessions.data} isEnding={end.isPending} onEnd={(id) => end.mutate(id)} />
}
