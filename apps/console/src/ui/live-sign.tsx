import { useEffect, useState } from 'react'
import { useLiveStatus } from '../api/live-provider.js'
import { useWords } from '../i18n/use-words.js'
import styles from './frame.module.css'

/** A short break, as when a gateway restarts, is not worth a banner. */
const BANNER_AFTER_MS = 2_000

export function LiveSign() {
  const { t } = useWords()
  const status = useLiveStatus()
  return (
    <span className={styles['live']} data-status={status} role="status">
      <span className={styles['dot']} aria-hidden="true" />
      {t(`live.${status}`)}
    </span>
  )
}

export function LiveBanner() {
  const { t } = useWords()
  const isDown = useLiveStatus() === 'down'
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(isDown), isDown ? BANNER_AFTER_MS : 0)
    return () => clearTimeout(timer)
  }, [isDown])
  return <div role="alert">{isShown && isDown && <p className={styles['banner']}>{t('live.banner')}</p>}</div>
}
