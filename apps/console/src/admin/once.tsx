import { Button, Group, Stack } from '@mantine/core'
import { useWords } from '../i18n/use-words.js'
import { Dialog } from '../ui/dialog.js'
import styles from './admin-page.module.css'

export type Shown = { title: string; secret: string }

/** A password or key that is told once. */
export function Once({ shown, onClose }: { shown: Shown | undefined; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Dialog title={shown?.title ?? ''} isOpen={shown !== undefined} onClose={onClose}>
      <Stack gap="sm">
        <p>{t('admin.once')}</p>
        <output className={styles['secret']}>{shown?.secret}</output>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('admin.copied')}</Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
