import { mayEverywhere, type UserRow } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useResetPassword, useResetTotp, useUsers } from '../api/admin.js'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { useMe } from '../ui/me.js'
import { Failure, Loading } from '../ui/states.js'
import styles from './admin-page.module.css'
import { Once, type Shown } from './once.js'
import { SessionsDialog } from './sessions-dialog.js'
import { Sure, type Wish } from './sure.js'
import { UserDialog } from './user-dialog.js'
import { UserTable } from './user-table.js'

/** `new`: somebody who does not exist yet. */
type Edited = UserRow | 'new' | undefined

export function Users() {
  const { t } = useWords()
  const mayWrite = mayEverywhere(actorOf(useMe()), 'user.write')
  const users = useUsers()
  const password = useResetPassword()
  const totp = useResetTotp()
  const [edited, setEdited] = useState<Edited>()
  const [looked, setLooked] = useState<string>()
  const [shown, setShown] = useState<Shown>()
  const [wish, setWish] = useState<Wish>()
  const show = (user: string, secret: string): void => setShown({ title: t('admin.newPassword', { user }), secret })
  const reset = ({ name }: UserRow): void =>
    setWish({
      what: t('admin.resetPassword'),
      whom: name,
      act: () => password.mutateAsync({ params: { user: name } }).then((made) => show(name, made.password)),
    })
  const resetTotp = ({ name }: UserRow): void =>
    setWish({ what: t('admin.resetTotp'), whom: name, act: () => totp.mutateAsync({ params: { user: name } }) })
  return (
    <>
      <div className={styles['tools']}>
        <span className={styles['spread']} />
        {mayWrite && <Button onClick={() => setEdited('new')}>{t('admin.add')}</Button>}
      </div>
      <div className={styles['panel']} role="region" aria-label={t('admin.users')} tabIndex={0}>
        {users.isPending ? (
          <Loading />
        ) : users.data === undefined ? (
          <Failure error={users.error} onRetry={() => void users.refetch()} />
        ) : (
          <UserTable
            users={users.data}
            onSessions={({ name }) => setLooked(name)}
            {...(mayWrite ? { onEdit: setEdited, onReset: reset, onResetTotp: resetTotp } : {})}
          />
        )}
      </div>
      {edited && (
        <UserDialog
          {...(edited === 'new' ? {} : { user: edited })}
          onMade={(made) => show(made.user.name, made.password)}
          onClose={() => setEdited(undefined)}
        />
      )}
      {looked && <SessionsDialog user={looked} mayEnd={mayWrite} onClose={() => setLooked(undefined)} />}
      <Sure
        wish={wish}
        isSending={password.isPending || totp.isPending}
        error={password.error ?? totp.error}
        onClose={() => setWish(undefined)}
      />
      <Once shown={shown} onClose={() => setShown(undefined)} />
    </>
  )
}
