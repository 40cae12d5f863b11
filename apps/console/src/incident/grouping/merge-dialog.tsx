import type { Incident, RelatedIncident } from '@genba/contracts'
import { Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { useMergeIncident, useRelated } from '../../api/queries.js'
import { useWords } from '../../i18n/use-words.js'
import { ReasonDialog } from '../../ui/reason-dialog.js'
import { Loading } from '../../ui/states.js'
import { RelatedReasons } from './related.js'
import { seenOf } from './use-regroup.js'

type Props = { incident: Incident; isOpen: boolean; onClose: () => void }

/** Chooses which incident becomes part of this one, with what speaks for one cause. */
export function MergeDialog({ incident, isOpen, onClose }: Props) {
  const { t, pick } = useWords()
  const related = useRelated(incident.id)
  const merge = useMergeIncident()
  const [other, setOther] = useState<RelatedIncident>()
  const send = (reason: string): void => {
    if (!other) return
    const body = { other: other.id, otherSeen: other.seen, seen: seenOf(incident), reason }
    merge.mutate({ params: { incident: incident.id }, body }, { onSuccess: onClose })
  }
  const incidents = related.data?.incidents ?? []
  return (
    <ReasonDialog
      title={t('grouping.mergeTitle')}
      label={t('grouping.reason')}
      action={t('grouping.merge')}
      text={t('grouping.mergeText')}
      missing={other ? undefined : t('grouping.mergeMissing')}
      isOpen={isOpen}
      isSending={merge.isPending}
      error={merge.error}
      onSend={send}
      onClose={onClose}
    >
      {related.isPending ? (
        <Loading rows={2} />
      ) : (
        <Radio.Group
          label={t('grouping.mergeChoose')}
          description={incidents.length === 0 ? t('grouping.noRelated') : undefined}
          value={other?.id ?? null}
          onChange={(id) => setOther(incidents.find((each) => each.id === id))}
        >
          <Stack gap="xs" mt="xs">
            {incidents.map((each) => (
              <Radio
                key={each.id}
                value={each.id}
                label={pick(each.title)}
                description={<RelatedReasons related={each} plant={incident.plant} />}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </ReasonDialog>
  )
}
