import { FILE_MAX_BYTES, may, type Incident } from '@genba/contracts'
import { ActionIcon, Button, FileButton, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useAddComment } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { bytesText } from '../ui/format.js'
import { useMe } from '../ui/me.js'
import { randomKey } from '../ui/random-key.js'
import { errorText } from '../ui/states.js'
import styles from './timeline-panel.module.css'

const COMMENT_MAX_CHARS = 4_000

/** A line for what people want to note; it stands in the timeline of all who look at the incident. */
export function CommentForm({ incident }: { incident: Incident }) {
  const words = useWords()
  const { t } = words
  const me = useMe()
  const add = useAddComment(incident.id)
  const [text, setText] = useState('')
  const [file, setFile] = useState<File | null>(null)
  // Kept until the comment is stored, so that sending it again after a lost answer makes no second one.
  const [key, setKey] = useState(() => randomKey())
  if (!may(actorOf(me), 'incident.comment', incident.plant)) return null
  const isTooLarge = file !== null && file.size > FILE_MAX_BYTES
  const isComplete = !isTooLarge && (text.trim() !== '' || file !== null)
  const fault = isTooLarge
    ? t('attachment.tooLarge', { max: bytesText(FILE_MAX_BYTES) })
    : add.isError && errorText(add.error, words)
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (!isComplete) return
    add.mutate(
      { key, text: text.trim(), file },
      {
        onSuccess: () => {
          setText('')
          setFile(null)
          setKey(randomKey())
        },
      },
    )
  }
  return (
    <form className={styles['comment']} onSubmit={send}>
      <TextInput
        id="comment"
        size="xs"
        aria-label={t('timeline.comment')}
        aria-keyshortcuts="c"
        placeholder={t('timeline.comment')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={COMMENT_MAX_CHARS}
        error={fault}
      />
      {file ? (
        <span className={styles['chosen']}>
          <span>
            {file.name} <span className={styles['by']}>{bytesText(file.size)}</span>
          </span>
          <ActionIcon size="sm" variant="subtle" aria-label={t('attachment.remove')} onClick={() => setFile(null)}>
            ✕
          </ActionIcon>
        </span>
      ) : (
        <FileButton onChange={setFile}>
          {(button) => (
            <Button size="xs" variant="subtle" data-key="attach" aria-keyshortcuts="f" {...button}>
              {t('attachment.attach')}
            </Button>
          )}
        </FileButton>
      )}
      <Button type="submit" size="xs" variant="default" loading={add.isPending} disabled={!isComplete}>
        {t('timeline.addComment')}
      </Button>
    </form>
  )
}
