import type { Grant, UserRow } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useWords } from '../i18n/use-words.js'
import { useNow } from '../ui/use-now.js'
import table from '../ui/table.module.css'
import { Tag } from '../ui/tags.js'
import styles from './admin-page.module.css'

type Act = (user: UserRow) => void
/** What is absent may not be done. */
type Props = { users: readonly UserRow[]; onSessions: Act; onEdit?: Act; onReset?: Act; onResetTotp?: Act }

export function UserTable({ users, ...acts }: Props) {
  const { t } = useWords()
  return (
    <div className={table['frame']} tabIndex={0} role="region" aria-label={t('admin.users')}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">{t('admin.user')}</th>
            <th scope="col">{t('admin.roles')}</th>
            <th scope="col">{t('admin.state')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <Line key={user.name} user={user} {...acts} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Line({ user, onSessions, onEdit, onReset, onResetTotp }: Omit<Props, 'users'> & { user: UserRow }) {
  const { t, pick } = useWords()
  const button = (word: string, act: Act | undefined, isShown = true) =>
    act && isShown ? (
      <Button size="compact-xs" variant="default" onClick={() => act(user)} aria-label={`${word} ${user.name}`}>
        {word}
      </Button>
    ) : null
  return (
    <tr>
      <td>
        <strong>{user.name}</strong>
        <div className={table['dim']}>{pick(user.displayName)}</div>
      </td>
      <td className={table['wide']}>
        {user.grants.length === 0 && <span className={table['dim']}>{t('admin.noRoles')}</span>}
        {user.grants.map((grant) => (
          <GrantText key={`${grant.role} ${String(grant.plants)}`} grant={grant} />
        ))}
      </td>
      <td>
        <State user={user} />
      </td>
      <td>
        <div className={styles['actions']}>
          {button(t('admin.sessions', { count: user.sessions }), onSessions)}
          {button(t('admin.edit'), onEdit)}
          {button(t('admin.resetPassword'), onReset, user.via === 'password')}
          {button(t('admin.resetTotp'), onResetTotp, user.hasTotp)}
        </div>
      </td>
    </tr>
  )
}

function GrantText({ grant: { role, plants } }: { grant: Grant }) {
  const { t } = useWords()
  return (
    <div>
      {t(`role.${role}`)} · {plants === '*' ? t('app.allPlants') : plants.join(', ')}
    </div>
  )
}

function State({ user }: { user: UserRow }) {
  const { t } = useWords()
  const isLocked = useNow() < (user.lockedUntil ?? 0)
  return (
    <div className={styles['tags']}>
      <Tag tone={user.isDisabled ? 'high' : 'good'}>{t(user.isDisabled ? 'admin.disabled' : 'admin.active')}</Tag>
      {isLocked && <Tag tone="critical">{t('admin.locked')}</Tag>}
      {user.mustChange && <Tag tone="medium">{t('admin.mustChange')}</Tag>}
      {user.hasTotp && <Tag tone="accent">{t('admin.totp')}</Tag>}
      {user.via === 'oidc' && <Tag tone="info">OpenID</Tag>}
    </div>
  )
}
