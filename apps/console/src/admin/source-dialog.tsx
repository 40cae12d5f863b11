import type { NewKey } from '@genba/contracts'
import { Button, Group, TextInput } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import { useCreateSource } from '../api/admin.js'
import { useWords } from '../i18n/use-words.js'
import { Dialog } from '../ui/dialog.js'
import { errorText } from '../ui/states.js'
import styles from './admin-page.module.css'

export function SourceDialog({ onMade, onClose }: { onMade: (made: NewKey) => void; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const create = useCreateSource()
  const [name, setName] = useState('')
  const [plant, setPlant] = useState('')
  const [zone, setZone] = useState('')
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const body = { name: name.trim(), ...(zone.trim() ? { defaultZone: zone.trim() } : {}) }
    create.mutate(
      { params: { plant: plant.trim() }, body },
      {
        onSuccess: (made) => {
          onClose()
          onMade(made)
        },
      },
    )
  }
  return (
    <Dialog title={t('admin.addSource')} isOpen onClose={onClose}>
      <form className={styles['form']} onSubmit={submit} noValidate>
        <TextInput
          label={t('admin.source')}
          description={t('admin.nameHint')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput label={t('admin.plant')} value={plant} onChange={(event) => setPlant(event.currentTarget.value)} />
        <TextInput label={t('admin.zone')} value={zone} onChange={(event) => setZone(event.currentTarget.value)} />
        <div role="alert">{create.isError && <p className={styles['error']}>{errorText(create.error, words)}</p>}</div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!name.trim() || !plant.trim()}>
            {t('admin.save')}
          </Button>
        </Group>
      </form>
    </Dialog>
  )
}
