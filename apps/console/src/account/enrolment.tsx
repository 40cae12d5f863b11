import type { TotpEnrolment } from '@genba/contracts'
import { Button, TextInput } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import { encode } from 'uqr'
import { useConfirmTotp, useRefreshMe } from '../api/account.js'
import { useWords } from '../i18n/use-words.js'
import { errorText } from '../ui/states.js'
import styles from './account-page.module.css'

const GROUP = /.{1,4}/g

/** The way from the QR code, which is drawn here and leaves this page nowhere, to the recovery codes. */
export function Enrolment({ enrolment }: { enrolment: TotpEnrolment }) {
  const words = useWords()
  const { t } = words
  const confirm = useConfirmTotp()
  const refresh = useRefreshMe()
  const [code, setCode] = useState('')
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (code.trim()) confirm.mutate(code.trim())
  }
  if (confirm.data)
    return (
      <div className={styles['form']}>
        <h4>{t('account.recovery')}</h4>
        <p>{t('account.recoveryHint')}</p>
        <ul className={styles['codes']}>
          {confirm.data.codes.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <Button onClick={refresh}>{t('account.saved')}</Button>
      </div>
    )
  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      <p>{t('account.scan')}</p>
      <QrCode text={enrolment.uri} label={t('account.qr')} />
      <p>
        {t('account.secret')}: <code className={styles['secret']}>{enrolment.secret.match(GROUP)?.join(' ')}</code>
      </p>
      <TextInput
        label={t('account.code')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={20}
        autoFocus
      />
      <div role="alert">{confirm.isError && <p className={styles['error']}>{errorText(confirm.error, words)}</p>}</div>
      <Button type="submit" loading={confirm.isPending} disabled={!code.trim()}>
        {t('account.confirm')}
      </Button>
    </form>
  )
}

/** Dark on light in both themes, or cameras don't read it. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { size, data } = encode(text, { border: 2 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg
      className={styles['qr']}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={`M0 0h${size}v${size}h-${size}z`} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
