/** Day of the week (0 is Sunday) and minute of the day. */
export type Local = { day: number; minute: number }
export const DAY_MINUTES = 1_440
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** Hours of some days; `to` at or before `from` is on the next day. `HH:MM`. */
export type Hours = { days: readonly number[]; from: string; to: string }

/** Reads the clocks on the plant's walls: made once, since making it costs more than asking it. */
export function wallClock(timeZone: string): (now: number) => Local {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (now) => {
    const parts = format.formatToParts(now)
    const of = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? ''
    return { day: DAYS.indexOf(of('weekday')), minute: Number(of('hour')) * 60 + Number(of('minute')) }
  }
}

/** Minutes until these hours end; undefined outside of them. Hours past midnight belong to the day on which they began. */
export function minutesLeft({ days, from, to }: Hours, { day, minute }: Local): number | undefined {
  const begin = minuteOf(from)
  const end = minuteOf(to)
  const yesterday = (day + 6) % 7
  if (end > begin) return days.includes(day) && minute >= begin && minute < end ? end - minute : undefined
  if (days.includes(day) && minute >= begin) return DAY_MINUTES - minute + end
  return days.includes(yesterday) && minute < end ? end - minute : undefined
}

export const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
