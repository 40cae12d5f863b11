import { isLatched, isUnacknowledged, may, type StandingAlarm } from '@genba/contracts'
import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useAlarmWish } from '../api/alarms.js'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { useMe } from '../ui/me.js'
import { errorText } from '../ui/states.js'
import styles from './alarms-page.module.css'
import { ReturnDialog } from './return-dialog.js'
import { ShelveDialog } from './shelve-dialog.js'
import { StopDialog } from './stop-dialog.js'

type Open = 'shelve' | 'stop' | 'return'

/** What may be done with an alarm, by where it stands. */
export function AlarmActions({ alarm }: { alarm: StandingAlarm }) {
  const words = useWords()
  const { t } = words
  const [open, setOpen] = useState<Open>()
  const [sentFor, setSentFor] = useState<number>()
  const acknowledge = useAlarmWish('acknowledgeAlarm', alarm.plant)
  const reset = useAlarmWish('resetAlarm', alarm.plant)
  if (!may(actorOf(useMe()), 'alarm.operate', alarm.plant))
    return <p className={styles['dim']}>{t('alarms.noPermission')}</p>
  const { at, since } = alarm.state
  // What was sent counts until the alarm has gone on to another state; a later annunciation is acknowledged anew.
  const isSent = sentFor === since
  const wish = { params: { plant: alarm.plant }, body: { alarm: alarm.id } }
  const sent = { onSuccess: () => setSentFor(since) }
  const close = (): void => setOpen(undefined)
  const isHidden = at === 'shelved' || at === 'outOfService'
  return (
    <div className={styles['actions']}>
      {isUnacknowledged(alarm.state) && (
        <Button
          size="compact-sm"
          loading={acknowledge.isPending}
          disabled={isSent}
          onClick={() => acknowledge.mutate(wish, sent)}
        >
          {t('alarms.acknowledge')}
        </Button>
      )}
      {isLatched(alarm.state) && (
        <Button
          size="compact-sm"
          variant="default"
          loading={reset.isPending}
          disabled={isSent}
          onClick={() => reset.mutate(wish, sent)}
        >
          {t('alarms.reset')}
        </Button>
      )}
      {!isHidden && (
        <>
          <Button size="compact-sm" variant="default" data-key="shelve" onClick={() => setOpen('shelve')}>
            {t('alarms.shelve')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setOpen('stop')}>
            {t('alarms.stop')}
          </Button>
        </>
      )}
      {isHidden && (
        <Button size="compact-sm" variant="default" onClick={() => setOpen('return')}>
          {t('alarms.return')}
        </Button>
      )}
      <div role="status">
        {isSent && <Text size="sm">{t('alarms.sent')}</Text>}
        {reset.error && <p className={styles['error']}>{errorText(reset.error, words)}</p>}
        {acknowledge.error && <p className={styles['error']}>{errorText(acknowledge.error, words)}</p>}
      </div>
      {open === 'shelve' && <ShelveDialog alarm={alarm} onClose={close} />}
      {open === 'stop' && <StopDialog alarm={alarm} onClose={close} />}
      {open === 'return' && 'by' in alarm.state && (
        <ReturnDialog plant={alarm.plant} cover={alarm.state.by} kind="returnAlarm" onClose={close} />
      )}
    </div>
  )
}
