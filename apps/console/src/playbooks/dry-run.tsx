import { may, type IncidentRow } from '@genba/contracts'
import { Button, Group, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useIncidents, useShadows, useTryPlaybook } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { Tried } from '../incident/tried.js'
import { actorOf } from '../ui/actor.js'
import { useMe } from '../ui/me.js'
import { usePlantNames } from '../ui/plant-names.js'
import { Empty, errorText, Failure, Loading } from '../ui/states.js'
import styles from './playbooks-page.module.css'

/** This version against any incident, past or open, with nothing reaching out; then what it would have done against what was done. */
export function DryRun({ version }: { version: string }) {
  const { t } = useWords()
  const actor = actorOf(useMe())
  const incidents = useIncidents('all')
  if (incidents.isPending) return <Loading rows={3} />
  if (!incidents.data) return <Failure error={incidents.error} onRetry={() => void incidents.refetch()} />
  const own = incidents.data.incidents.filter(({ plant }) => may(actor, 'playbook.try', plant))
  return (
    <>
      <p className={styles['dim']}>{t('playbooks.dryHint')}</p>
      {!may(actor, 'playbook.try') ? (
        <p>{t('playbooks.noTry')}</p>
      ) : own[0] ? (
        <Trial version={version} incidents={own} first={own[0]} />
      ) : (
        <Empty title={t('playbooks.noIncident')} isSmall />
      )}
    </>
  )
}

type Props = { version: string; incidents: readonly IncidentRow[]; first: IncidentRow }

function Trial({ version, incidents, first }: Props) {
  const words = useWords()
  const { t } = words
  const [id, setId] = useState(first.id)
  const chosen = incidents.find((row) => row.id === id) ?? first
  const names = usePlantNames(chosen.plant)
  const trying = useTryPlaybook()
  const asked = trying.data?.id
  const shadows = useShadows(chosen.id, asked)
  const own = shadows.data?.filter(({ playbook }) => playbook === version)
  const isAwaited = asked !== undefined && !shadows.data?.some((shadow) => shadow.id === asked)
  return (
    <>
      <Group gap="xs" align="end">
        <NativeSelect
          size="xs"
          w={420}
          label={`${t('playbooks.incident')} (${names.name})`}
          value={chosen.id}
          data={incidents.map((row) => ({ value: row.id, label: labelOf(row, words) }))}
          onChange={(event) => {
            setId(event.currentTarget.value)
            trying.reset()
          }}
        />
        <Button
          size="xs"
          disabled={!shadows.data}
          loading={trying.isPending || (isAwaited && !shadows.isError)}
          onClick={() => trying.mutate({ params: { incident: chosen.id }, body: { playbook: version } })}
        >
          {t('playbooks.dryRun')}
        </Button>
      </Group>
      {trying.error ? <p role="alert">{errorText(trying.error, words)}</p> : null}
      {shadows.isPending && <Loading rows={1} />}
      {shadows.isError && <Failure error={shadows.error} onRetry={() => void shadows.refetch()} />}
      {own?.length === 0 && !isAwaited && <p className={styles['dim']}>{t('shadow.none')}</p>}
      {own?.map((shadow) => (
        <Tried key={shadow.id} shadow={shadow} isOpen={shadow.id === asked} />
      ))}
    </>
  )
}

const labelOf = ({ title, state, openedAt }: IncidentRow, { t, pick }: ReturnType<typeof useWords>): string =>
  `${pick(title)} · ${t(`incidentState.${state}`)} · ${new Date(openedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`
