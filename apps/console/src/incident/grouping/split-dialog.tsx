import type { Incident } from '@genba/contracts'
import { Checkbox, Stack } from '@mantine/core'
import { useState } from 'react'
import { useSplitIncident } from '../../api/queries.js'
import { useWords } from '../../i18n/use-words.js'
import { usePlantNames } from '../../ui/plant-names.js'
import { ReasonDialog } from '../../ui/reason-dialog.js'
import { seenOf } from './use-regroup.js'

type Props = { incident: Incident; isOpen: boolean; onClose: () => void }

/** Chooses the signals that become an incident of their own. */
export function SplitDialog({ incident, isOpen, onClose }: Props) {
  const { t, pick, number } = useWords()
  const names = usePlantNames(incident.plant)
  const split = useSplitIncident()
  const [chosen, setChosen] = useState<string[]>([])
  const isReady = chosen.length > 0 && chosen.length < incident.signals.length + incident.evicted.signals
  const send = (reason: string): void =>
    split.mutate(
      { params: { incident: incident.id }, body: { signals: chosen, seen: seenOf(incident), reason } },
      { onSuccess: onClose },
    )
  return (
    <ReasonDialog
      title={t('grouping.splitTitle')}
      label={t('grouping.reason')}
      action={t('grouping.split')}
      text={t('grouping.splitText')}
      missing={isReady ? undefined : t('grouping.splitMissing')}
      isOpen={isOpen}
      isSending={split.isPending}
      error={split.error}
      onSend={send}
      onClose={onClose}
    >
      <Checkbox.Group label={t('grouping.splitChoose')} value={chosen} onChange={setChosen}>
        <Stack gap="xs" mt="xs">
          {incident.signals.map(({ id, zone, rule, count }) => (
            <Checkbox
              key={id}
              value={id}
              label={pick(rule.title)}
              description={`${names.zone(zone)} × ${number(count)}`}
            />
          ))}
        </Stack>
      </Checkbox.Group>
    </ReasonDialog>
  )
}
