import { Button, Group, Stack } from '@mantine/core'
import { useWords } from '../i18n/use-words.js'
import { Dialog } from '../ui/dialog.js'
import { errorText } from '../ui/states.js'
import styles from './admin-page.module.css'

export type Wish = { what: string; whom: string; hint?: string; act: () => Promise<unknown> }
type Props = { wish: Wish | undefined; isSending: boolean; error: unknown; onClose: () => void }

/** Asks once more before somebody is put out or a key dies. */
export function Sure({ wish, isSending, error, onClose }: Props) {
  const words = useWords()
  const { t } = words
  const go = (): void => void wish?.act().then(onClose, () => undefined)
  return (
    <Dialog
      title={wish ? t('admin.sure', { what: wish.what, whom: wish.whom }) : ''}
      isOpen={wish !== undefined}
      onClose={onClose}
    >
      <Stack gap="sm">
        {wish?.hint && <p>{wish.hint}</p>}
        <div role="alert">{error ? <p className={styles['error']}>{errorText(error, words)}</p> : null}</div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button onClick={go} loading={isSending}>
            {t('admin.go')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
