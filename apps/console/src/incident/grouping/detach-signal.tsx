import type { Incident, SignalSummary } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useDetachSignal } from '../../api/queries.js'
import { useWords } from '../../i18n/use-words.js'
import { ReasonDialog } from '../../ui/reason-dialog.js'
import { seenOf, useRefusal } from './use-regroup.js'

/** Takes one signal out that does not belong here. */
export function DetachSignal({ incident, signal }: { incident: Incident; signal: SignalSummary }) {
  const { t, pick } = useWords()
  const refusal = useRefusal(incident)
  const detach = useDetachSignal()
  const [isOpen, setOpen] = useState(false)
  if (incident.state !== 'open' || incident.signals.length < 2) return null
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        data-key="detach"
        aria-keyshortcuts="d"
        disabled={refusal !== undefined}
        title={refusal}
        aria-label={`${t('grouping.detach')}: ${pick(signal.rule.title)}`}
        onClick={() => setOpen(true)}
      >
        {t('grouping.detach')}
      </Button>
      {isOpen && (
        <ReasonDialog
          title={t('grouping.detachTitle')}
          label={t('grouping.reason')}
          action={t('grouping.detach')}
          text={t('grouping.detachText', { rule: pick(signal.rule.title) })}
          isOpen
          isSending={detach.isPending}
          error={detach.error}
          onSend={(reason) =>
            detach.mutate(
              { params: { incident: incident.id }, body: { signal: signal.id, seen: seenOf(incident), reason } },
              { onSuccess: () => setOpen(false) },
            )
          }
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
