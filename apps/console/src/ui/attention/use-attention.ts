import type { PlantSummary } from '@genba/contracts'
import { useLocalStorage } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import { useFleet } from '../../api/queries.js'
import { useWords } from '../../i18n/use-words.js'
import { risen } from './attention.js'

export type Wishes = { sound: boolean; notification: boolean }

const SILENT: Wishes = { sound: false, notification: false }

/** Whether this browser wants a sound or a notification; asked for here, kept here. */
export const useWishes = () => useLocalStorage<Wishes>({ key: 'genba-attention', defaultValue: SILENT })

/** Calls for attention when something rises in a plant that this person sees, on whatever page they are. */
export function useAttention(): void {
  const { t, pick } = useWords()
  const [wishes] = useWishes()
  const fleet = useFleet().data
  const before = useRef<readonly PlantSummary[]>([])
  useEffect(() => {
    const news = risen(before.current, fleet ?? [])
    before.current = fleet ?? []
    if (news.length === 0) return
    if (wishes.sound) beep()
    if (wishes.notification && Notification.permission === 'granted') {
      const names = news.map(({ name }) => pick(name)).join(', ')
      new Notification(t('situation.notify'), { body: names, tag: 'genba' })
    }
  }, [fleet, wishes, pick, t])
}

const BEEP = { hertz: 880, seconds: 0.18, volume: 0.15 }

/** A short tone; a browser in which nobody has clicked yet may refuse it. */
export function beep(): void {
  const audio = new AudioContext()
  const tone = audio.createOscillator()
  const volume = audio.createGain()
  tone.frequency.value = BEEP.hertz
  volume.gain.value = BEEP.volume
  tone.connect(volume).connect(audio.destination)
  tone.start()
  tone.stop(audio.currentTime + BEEP.seconds)
  tone.onended = () => void audio.close()
}
