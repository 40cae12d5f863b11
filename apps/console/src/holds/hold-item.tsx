import type { Hold } from '@genba/contracts'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useRoster } from '../api/deciding.js'
import { useLiveStatus } from '../api/live-provider.js'
import { useWords } from '../i18n/use-words.js'
import { codeText } from '../incident/told.js'
import { useMe } from '../ui/me.js'
import { usePlantNames } from '../ui/plant-names.js'
import { Tag, type Tone } from '../ui/tags.js'
import { Due, PlantTime } from '../ui/times.js'
import { RenewDialog, UndoDialog, type HoldOf } from './hold-dialogs.js'
import styles from './holds.module.css'
import { holdRefusal } from './may-change.js'

const TONE: Record<Hold['state']['at'], Tone> = { standing: 'accent', asked: 'high', stuck: 'critical', undone: 'good' }

type Size = 'compact-sm' | 'lg'
/** `isLinked`: outside its incident's page, the title leads there. */
type Props = { of: HoldOf; isDrill: boolean; size: Size; isLinked?: boolean }

/** One temporary measure: what it is, until when, what happens then, and the two things that a person can do about it. */
export function HoldItem({ of, isDrill, size, isLinked = false }: Props) {
  const { t, pick } = useWords()
  const { hold, plant, incident } = of
  const { timeZone } = usePlantNames(plant)
  const { state, work, until, undo, roles, renewals } = hold
  return (
    <li className={styles['hold']} data-at={state.at}>
      <div className={styles['what']}>
        <p className={styles['line']}>
          <b>
            {isLinked ? (
              <Link to="/incidents/$id" params={{ id: incident }}>
                {pick(hold.title)}
              </Link>
            ) : (
              pick(hold.title)
            )}
          </b>
          <Tag tone={work ? 'medium' : TONE[state.at]}>{t(`holds.state.${work?.what ?? state.at}`)}</Tag>
          {isDrill && <Tag tone="accent">{t('holds.drill')}</Tag>}
        </p>
        <p className={styles['line']}>
          {until === undefined ? (
            <b>{t('holds.noEnd')}</b>
          ) : (
            <>
              <Due at={until} className={styles['left'] ?? ''} lateClassName={styles['late'] ?? ''} />
              <span>
                <PlantTime at={until} timeZone={timeZone} />
              </span>
            </>
          )}
          {state.at === 'standing' && until !== undefined && (
            <span className={styles['dim']}>{t(undo.by === 'genba' ? 'holds.thenGenba' : 'holds.thenPerson')}</span>
          )}
          {renewals.length > 0 && (
            <span className={styles['dim']}>{t('holds.renewed', { count: renewals.length })}</span>
          )}
        </p>
        <p className={styles['dim']}>
          {t('holds.by')}: {pick(undo.text)} · {t('holds.who')}: {roles.map((role) => t(`role.${role}`)).join(' / ')} ·{' '}
          {t('holds.through', { connector: hold.connector })}
        </p>
        {state.at === 'stuck' && <p className={styles['error']}>{pick(codeText(state.error))}</p>}
      </div>
      <HoldActions of={of} size={size} />
    </li>
  )
}

function HoldActions({ of, size }: { of: HoldOf; size: Size }) {
  const { t } = useWords()
  const me = useMe()
  const id = useId()
  const isOffline = useLiveStatus() === 'down'
  const who = useRoster(of.plant).data?.now
  const [open, setOpen] = useState<'renew' | 'undo'>()
  const [sentFor, setSentFor] = useState<string>()
  const { hold } = of
  // What was sent counts when the hold is another one than the one it was sent for.
  const stamp = `${hold.works} ${hold.state.at} ${hold.until ?? ''}`
  const refusal = holdRefusal(me, { ...of, who }) ?? (isOffline ? 'offline' : undefined)
  const isSent = refusal === undefined && sentFor === stamp
  const close = (): void => setOpen(undefined)
  const sent = (): void => {
    setSentFor(stamp)
    close()
  }
  const common = { size, disabled: refusal !== undefined || isSent, 'aria-describedby': refusal ? id : undefined }
  return (
    <div className={styles['actions']}>
      <Button
        {...common}
        variant="default"
        data-key="renew-hold"
        aria-keyshortcuts="n"
        onClick={() => setOpen('renew')}
      >
        {t('holds.renew')}
      </Button>
      <Button {...common} variant="default" data-key="undo-hold" aria-keyshortcuts="u" onClick={() => setOpen('undo')}>
        {t('holds.undo')}
      </Button>
      {refusal && (
        <span id={id} className={styles['dim']}>
          {t(`holds.why.${refusal}`, { roles: hold.roles.map((role) => t(`role.${role}`)).join(' / ') })}
        </span>
      )}
      <span role="status" className={styles['dim']}>
        {isSent && t('holds.sent')}
      </span>
      {open === 'renew' && <RenewDialog of={of} onSent={sent} onClose={close} />}
      {open === 'undo' && <UndoDialog of={of} onSent={sent} onClose={close} />}
    </div>
  )
}
