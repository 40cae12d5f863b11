import type { Incident, IncidentOperation, Link as Reason } from '@genba/contracts'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useUndoOperation } from '../../api/queries.js'
import { useWords } from '../../i18n/use-words.js'
import { Panel } from '../../ui/panel.js'
import { usePlantNames } from '../../ui/plant-names.js'
import { ReasonDialog } from '../../ui/reason-dialog.js'
import { PlantTime } from '../../ui/times.js'
import { tacticText } from '../tactic-text.js'
import { actorName } from '../told.js'
import styles from './grouping.module.css'
import { seenOf, useRefusal } from './use-regroup.js'

/** Incidents that became part of this one and why, and what people did, each with its undo. */
export function History({ incident }: { incident: Incident }) {
  const { t } = useWords()
  const { operations = [], merges = [] } = incident
  const [undoing, setUndoing] = useState<IncidentOperation>()
  if (operations.length + merges.length === 0) return null
  return (
    <Panel title={t('grouping.history')}>
      <ul className={styles['list']}>
        {merges.map(({ incident: away, links }) => (
          <li key={away}>
            <span>
              {t('grouping.merges')}:{' '}
              <Link to="/incidents/$id" params={{ id: away }} className={styles['code'] ?? ''}>
                {away}
              </Link>
            </span>
            <Reasons links={links} incident={incident} />
          </li>
        ))}
        {operations.map((operation) => (
          <Operation
            key={operation.id}
            operation={operation}
            incident={incident}
            onUndo={() => setUndoing(operation)}
          />
        ))}
      </ul>
      {undoing && <UndoDialog incident={incident} operation={undoing} onClose={() => setUndoing(undefined)} />}
    </Panel>
  )
}

type OperationProps = { operation: IncidentOperation; incident: Incident; onUndo: () => void }
function Operation({ operation, incident, onUndo }: OperationProps) {
  const { t } = useWords()
  const names = usePlantNames(incident.plant)
  const refusal = useRefusal(incident)
  const { kind, by, reason, at, other, undone, refused } = operation
  const canUndo = kind !== 'undone' && !undone && refused === undefined
  return (
    <li>
      <span>
        <b>{t(`grouping.kind.${kind}`)}</b> {by} <PlantTime at={at} timeZone={names.timeZone} /> — {reason}
      </span>
      {other !== undefined && (
        <Link to="/incidents/$id" params={{ id: other }} className={styles['code'] ?? ''}>
          {other}
        </Link>
      )}
      {refused && <span className={styles['dim']}>{t(`grouping.refused.${refused}`)}</span>}
      {undone && <span className={styles['dim']}>{t('grouping.undone', undone)}</span>}
      {canUndo && (
        <Button variant="default" size="compact-xs" disabled={refusal !== undefined} title={refusal} onClick={onUndo}>
          {t('grouping.undo')}
        </Button>
      )}
    </li>
  )
}

type UndoProps = { incident: Incident; operation: IncidentOperation; onClose: () => void }
function UndoDialog({ incident, operation, onClose }: UndoProps) {
  const { t } = useWords()
  const undo = useUndoOperation()
  return (
    <ReasonDialog
      title={t('grouping.undoTitle')}
      label={t('grouping.reason')}
      action={t('grouping.undo')}
      text={t('grouping.undoText', { operation: t(`grouping.kind.${operation.kind}`) })}
      isOpen
      isSending={undo.isPending}
      error={undo.error}
      onSend={(reason) =>
        undo.mutate(
          { params: { incident: incident.id }, body: { operation: operation.id, seen: seenOf(incident), reason } },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    />
  )
}

/** Why two incidents became one: link by link, each with conduit, what is shared and the step from tactic to tactic. */
export function Reasons({ links, incident }: { links: readonly Reason[]; incident: Incident }) {
  const { t, pick } = useWords()
  const names = usePlantNames(incident.plant)
  return links.map(({ code, signal, from, to, conduit = '', shared = '', step }) => {
    const found = incident.signals.find(({ id }) => id === signal)
    return (
      <span key={`${signal} ${code}`} className={styles['dim']}>
        {t(`grouping.link.${code}`, {
          zone: names.zone(from),
          from: names.zone(from),
          to: names.zone(to),
          signal: found ? pick(found.rule.title) : signal,
          conduit: names.conduit(conduit),
          shared: actorName(shared, names),
          tacticFrom: tacticText(step?.from, t),
          tacticTo: tacticText(step?.to, t),
        })}
      </span>
    )
  })
}
