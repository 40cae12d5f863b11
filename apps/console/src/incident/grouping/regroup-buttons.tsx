import type { Incident } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../../i18n/use-words.js'
import { useKeys } from '../../ui/use-keys.js'
import { MergeDialog } from './merge-dialog.js'
import { SplitDialog } from './split-dialog.js'
import { useRefusal } from './use-regroup.js'

/** Merge (m) and split (s) of an open incident. */
export function RegroupButtons({ incident }: { incident: Incident }) {
  const { t } = useWords()
  const refusal = useRefusal(incident)
  const [open, setOpen] = useState<'merge' | 'split'>()
  const canSplit = incident.signals.length > 1
  useKeys(
    refusal === undefined ? { m: () => setOpen('merge'), ...(canSplit ? { s: () => setOpen('split') } : {}) } : {},
  )
  return (
    <>
      <Button
        variant="default"
        size="xs"
        disabled={refusal !== undefined}
        title={refusal ?? `${t('grouping.merge')} (m)`}
        onClick={() => setOpen('merge')}
      >
        {t('grouping.merge')}
      </Button>
      <Button
        variant="default"
        size="xs"
        disabled={refusal !== undefined || !canSplit}
        title={refusal ?? `${t('grouping.split')} (s)`}
        onClick={() => setOpen('split')}
      >
        {t('grouping.split')}
      </Button>
      {open === 'merge' && <MergeDialog incident={incident} isOpen onClose={() => setOpen(undefined)} />}
      {open === 'split' && <SplitDialog incident={incident} isOpen onClose={() => setOpen(undefined)} />}
    </>
  )
}
