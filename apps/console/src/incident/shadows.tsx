import { may, type IncidentPage } from '@genba/contracts'
import { Button, Group, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { usePlaybooks, useShadows, useTryPlaybook } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { useMe } from '../ui/me.js'
import { Panel } from '../ui/panel.js'
import { errorText, Failure, Loading } from '../ui/states.js'
import styles from './impact.module.css'
import { Tried } from './tried.js'

/** Any playbook version on this incident, with nothing reaching out; below it what was tried before. */
export function Shadows({ page: { incident } }: { page: IncidentPage }) {
  const words = useWords()
  const { t } = words
  const me = useMe()
  const trying = useTryPlaybook()
  const asked = trying.data?.id
  const shadows = useShadows(incident.id, asked)
  const isAwaited = asked !== undefined && !shadows.data?.some(({ id }) => id === asked)
  return (
    <Panel title={t('shadow.title')}>
      <p className={styles['dim']}>{t('shadow.hint')}</p>
      {may(actorOf(me), 'playbook.try', incident.plant) && (
        <Choice
          isReady={shadows.data !== undefined}
          isRunning={trying.isPending || (isAwaited && !shadows.isError)}
          onRun={(playbook) => trying.mutate({ params: { incident: incident.id }, body: { playbook } })}
        />
      )}
      {trying.error ? <p role="alert">{errorText(trying.error, words)}</p> : null}
      {shadows.isPending && <Loading rows={1} />}
      {shadows.isError && <Failure error={shadows.error} onRetry={() => void shadows.refetch()} />}
      {shadows.data?.length === 0 && !isAwaited && <p className={styles['dim']}>{t('shadow.none')}</p>}
      {shadows.data?.map((shadow) => (
        <Tried key={shadow.id} shadow={shadow} />
      ))}
    </Panel>
  )
}

type ChoiceProps = { isReady: boolean; isRunning: boolean; onRun: (playbook: string) => void }

function Choice({ isReady, isRunning, onRun }: ChoiceProps) {
  const { t } = useWords()
  const playbooks = usePlaybooks()
  const [chosen, setChosen] = useState<string>()
  const playbook = chosen ?? playbooks.data?.[0]?.version
  return (
    <Group gap="xs" align="end">
      <NativeSelect
        size="xs"
        label={t('shadow.choose')}
        value={playbook ?? ''}
        data={(playbooks.data ?? []).map(({ version, name, modified }) => ({
          value: version,
          label: `${name} (${modified.slice(0, 16).replace('T', ' ')})`,
        }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Button
        size="xs"
        variant="default"
        loading={isRunning}
        disabled={!playbook || !isReady}
        onClick={() => playbook && onRun(playbook)}
      >
        {t('shadow.run')}
      </Button>
    </Group>
  )
}
