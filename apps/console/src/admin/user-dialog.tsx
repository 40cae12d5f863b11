import type { NewPassword, UserRow } from '@genba/contracts'
import { Button, Checkbox, Group, TextInput } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import { useChangeUser, useCreateUser } from '../api/admin.js'
import { useWords } from '../i18n/use-words.js'
import { Dialog } from '../ui/dialog.js'
import { useMe } from '../ui/me.js'
import { errorText } from '../ui/states.js'
import styles from './admin-page.module.css'
import { GrantFields } from './grant-fields.js'
import { toGrants, toTexts } from './grants.js'

type Props = { user?: UserRow; onMade: (made: NewPassword) => void; onClose: () => void }

/** Makes a user, or changes one. Roles come with the plants on which they hold. */
export function UserDialog({ user, onMade, onClose }: Props) {
  const words = useWords()
  const { t } = words
  const isOwn = useMe().user === user?.name
  const create = useCreateUser()
  const change = useChangeUser()
  const [name, setName] = useState(user?.name ?? '')
  const [ja, setJa] = useState(user?.displayName.ja ?? '')
  const [en, setEn] = useState(user?.displayName.en ?? '')
  const [grants, setGrants] = useState(toTexts(user?.grants ?? []))
  const [isDisabled, setDisabled] = useState(user?.isDisabled ?? false)
  const error = create.error ?? change.error

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const both = { displayName: { ja: ja.trim() || name, en: en.trim() || name }, grants: toGrants(grants) }
    if (!user)
      return create.mutate(
        { body: { name, ...both } },
        {
          onSuccess: (made) => {
            onClose()
            onMade(made)
          },
        },
      )
    const body = { ...both, version: user.version, isDisabled }
    change.mutate({ params: { user: user.name }, body }, { onSuccess: onClose })
  }

  return (
    <Dialog title={user ? `${t('admin.edit')}: ${user.name}` : t('admin.add')} isOpen onClose={onClose} size="lg">
      <form className={styles['form']} onSubmit={submit} noValidate>
        <TextInput
          label={t('admin.name')}
          description={t('admin.nameHint')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          disabled={user !== undefined}
          maxLength={63}
          data-autofocus
        />
        <Group grow>
          <TextInput label={t('admin.nameJa')} value={ja} onChange={(event) => setJa(event.currentTarget.value)} />
          <TextInput label={t('admin.nameEn')} value={en} onChange={(event) => setEn(event.currentTarget.value)} />
        </Group>
        <GrantFields grants={grants} isFixed={isOwn} onChange={setGrants} />
        {user && (
          <Checkbox
            label={t('admin.disabled')}
            checked={isDisabled}
            disabled={isOwn}
            onChange={(event) => setDisabled(event.currentTarget.checked)}
          />
        )}
        <div role="alert">{error && <p className={styles['error']}>{errorText(error, words)}</p>}</div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending || change.isPending} disabled={!name}>
            {t('admin.save')}
          </Button>
        </Group>
      </form>
    </Dialog>
  )
}
