import { ActionIcon, Kbd } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.js'
import { Dialog } from './dialog.js'
import styles from './frame.module.css'
import { useKeys } from './use-keys.js'

const GROUPS = [
  {
    title: 'everywhere',
    keys: [
      ['?', 'help'],
      ['1–9', 'page'],
      ['g', 'list'],
    ],
  },
  {
    title: 'inList',
    keys: [
      ['/', 'filter'],
      ['j', 'next'],
      ['k', 'previous'],
      ['Enter', 'open'],
    ],
  },
  {
    title: 'inIncident',
    keys: [
      ['a', 'approve'],
      ['r', 'refuse'],
      ['b', 'breakGlass'],
      ['n', 'renewHold'],
      ['u', 'undoHold'],
      ['t', 'timeline'],
      ['c', 'comment'],
      ['f', 'attach'],
      ['h', 'shelve'],
      ['m', 'merge'],
      ['s', 'split'],
      ['d', 'detach'],
      ['x', 'close'],
    ],
  },
] as const

/** The `?` overlay with every key, and its button. */
export function KeyHelp() {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  useKeys({ '?': () => setOpen(true) })
  return (
    <>
      <ActionIcon
        variant="default"
        aria-label={t('app.help')}
        title={`${t('app.help')} (?)`}
        onClick={() => setOpen(true)}
      >
        ?
      </ActionIcon>
      <Dialog title={t('keys.title')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className={styles['group']}>
          {GROUPS.flatMap(({ title, keys }) => [
            <h3 key={title}>{t(`keys.${title}`)}</h3>,
            ...keys.flatMap(([key, word]) => [
              <span key={`${word} key`}>
                <Kbd>{key}</Kbd>
              </span>,
              <span key={word}>{t(`keys.${word}`)}</span>,
            ]),
          ])}
        </div>
      </Dialog>
    </>
  )
}
