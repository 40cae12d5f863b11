import { may, type Incident } from '@genba/contracts'
import { Button, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useAddComment } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
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
  // Kept until the comment is stored, so that sending it again after a lost answer makes no second one.
  const [key, setKey] = useState(() => randomKey())
  if (!may(actorOf(me), 'incident.comment', incident.plant)) return null
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (!text.trim()) return
    add.mutate(
      { key, text: text.trim() },
      {
        onSuccess: () => {
          setText('')
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
        error={add.isError && errorText(add.error, words)}
      />
      <Button type="submit" size="xs" variant="default" loading={add.isPending} disabled={!text.trim()}>
        {t('timeline.addComment')}
      </Button>
    </form>
  )
}
