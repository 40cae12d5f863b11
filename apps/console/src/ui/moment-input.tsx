import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { zonedMoment, zonedText } from './zoned.js'

type Props = {
  label: string
  description?: string
  /** NaN while the field is empty. */
  at: number
  timeZone: string
  onChange: (at: number) => void
}

/** A moment by a plant's clock. */
export function MomentInput({ label, description, at, timeZone, onChange }: Props) {
  // What was typed stays only while it says this moment: an hour that summer time skips or repeats is written in two ways.
  const [text, setText] = useState('')
  return (
    <TextInput
      type="datetime-local"
      label={label}
      description={description}
      value={Object.is(zonedMoment(text, timeZone), at) ? text : zonedText(at, timeZone)}
      onChange={({ currentTarget: { value } }) => {
        setText(value)
        onChange(zonedMoment(value, timeZone))
      }}
    />
  )
}
