import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/use-words.js'
import styles from './dialog.module.css'

type Props = { title: string; isOpen: boolean; onClose: () => void; size?: string; children: ReactNode }

const CONTENT = { background: 'var(--g-panel)', border: '1px solid var(--g-line)' }

/** A dialog over the page; its heading is no second page header, as Mantine's own would be. */
export function Dialog({ title, isOpen, onClose, size, children }: Props) {
  const { t } = useWords()
  return (
    <Modal.Root opened={isOpen} onClose={onClose} styles={{ content: CONTENT }} {...(size ? { size } : {})}>
      <Modal.Overlay />
      <Modal.Content>
        <div className={styles['head']}>
          <Modal.Title fw={600} fz="md">
            {title}
          </Modal.Title>
          <Modal.CloseButton aria-label={t('app.close')} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
