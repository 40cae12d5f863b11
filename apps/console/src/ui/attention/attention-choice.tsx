import { ActionIcon } from '@mantine/core'
import { useWords } from '../../i18n/use-words.js'
import { BellIcon, SoundIcon } from '../icons.js'
import { beep, useWishes } from './use-attention.js'

/** Turns sound and browser notification on and off. */
export function AttentionChoice() {
  const { t } = useWords()
  const [wishes, setWishes] = useWishes()
  const toggleSound = (): void => {
    if (!wishes.sound) beep()
    setWishes({ ...wishes, sound: !wishes.sound })
  }
  const toggleNotification = async (): Promise<void> => {
    const isOn = !wishes.notification && (await Notification.requestPermission()) === 'granted'
    setWishes({ ...wishes, notification: isOn })
  }
  return (
    <>
      <Toggle isOn={wishes.sound} label={t('situation.sound')} onClick={toggleSound} icon={<SoundIcon />} />
      <Toggle
        isOn={wishes.notification}
        label={t('situation.notification')}
        onClick={() => void toggleNotification()}
        icon={<BellIcon />}
      />
    </>
  )
}

type ToggleProps = { isOn: boolean; label: string; onClick: () => void; icon: React.ReactNode }

function Toggle({ isOn, label, onClick, icon }: ToggleProps) {
  return (
    <ActionIcon
      variant={isOn ? 'filled' : 'default'}
      size={30}
      aria-pressed={isOn}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      {icon}
    </ActionIcon>
  )
}
