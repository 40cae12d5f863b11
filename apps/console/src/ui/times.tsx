import { useWords } from '../i18n/use-words.js'
import { momentText, timeText } from './format.js'
import { useNow } from './use-now.js'

/** A moment in the plant's time zone: short to read, complete in its tooltip and for machines. */
export function PlantTime({ at, timeZone }: { at: number; timeZone: string }) {
  const { language } = useWords()
  const now = useNow()
  return (
    <time dateTime={new Date(at).toISOString()} title={`${momentText(at, language, timeZone)} ${timeZone}`}>
      {timeText(at, now, language, timeZone)}
    </time>
  )
}

/** How long ago something was, growing. */
export function Age({ at }: { at: number }) {
  const { span } = useWords()
  return <>{span(useNow() - at)}</>
}

/** A clock that runs from `since`, or stands when `until` is known. */
export function Clock({ since, until }: { since: number; until?: number | undefined }) {
  const { clock } = useWords()
  const now = useNow()
  return <>{clock((until ?? now) - since)}</>
}

/** What is left until `at`, or by how much it is overdue. */
export function Due({ at, className, lateClassName }: { at: number; className?: string; lateClassName?: string }) {
  const { t, clock } = useWords()
  const left = at - useNow()
  return (
    <span className={left < 0 ? lateClassName : className}>
      {left < 0 ? t('approval.overdue', { time: clock(-left) }) : t('approval.left', { time: clock(left) })}
    </span>
  )
}
