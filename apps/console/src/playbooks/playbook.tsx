import { mayEverywhere, type PlaybookPage, type PlaybookRow } from '@genba/contracts'
import { Button, Skeleton, Tabs } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { useMe } from '../ui/me.js'
import { ReasonDialog } from '../ui/reason-dialog.js'
import { Failure, Loading } from '../ui/states.js'
import { Differences } from './differences.js'
import { DryRun } from './dry-run.js'
import { Faults } from './faults.js'
import { modifiedText, SignatureTag, StateTag } from './playbook-items.js'
import styles from './playbooks-page.module.css'
import { fileUrl, usePlaybook, useRevokePlaybook } from './queries.js'
import { StepFacts } from './step-facts.js'

const Workflow = lazy(() => import('./workflow/workflow.js').then(({ Workflow: part }) => ({ default: part })))

/** One version: what it is, and what can be done with it. */
export function Playbook({ row, rows }: { row: PlaybookRow; rows: readonly PlaybookRow[] }) {
  const { t } = useWords()
  const page = usePlaybook(row.version)
  return (
    <>
      <Head row={row} />
      {page.isPending ? (
        <Loading rows={8} />
      ) : page.data ? (
        <Parts page={page.data} rows={rows} />
      ) : (
        <Failure error={page.error} onRetry={() => void page.refetch()} />
      )}
      <span className={styles['hidden']} role="status">
        {page.data ? t('playbooks.steps', { count: page.data.steps.length }) : ''}
      </span>
    </>
  )
}

function Head({ row }: { row: PlaybookRow }) {
  const { t, pick } = useWords()
  const actor = actorOf(useMe())
  const revoke = useRevokePlaybook()
  const [isRevoking, setRevoking] = useState(false)
  const { title, name, description, modified, validFrom, validUntil, revoked, version } = row
  return (
    <header className={styles['top']}>
      <h2>
        {pick(title)} {pick(title) !== name && <span className={styles['dim']}>{name}</span>}
      </h2>
      <p className={styles['tags']}>
        <StateTag row={row} />
        <SignatureTag row={row} />
        <span className={styles['dim']}>
          {t('playbooks.newest')} {modifiedText(modified)}
          {validFrom !== undefined && ` · ${t('playbooks.validFrom')} ${modifiedText(validFrom)}`}
          {validUntil !== undefined && ` · ${t('playbooks.validUntil')} ${modifiedText(validUntil)}`}
        </span>
      </p>
      <div className={styles['actions']}>
        <Button component="a" size="xs" variant="default" href={fileUrl(version)} download>
          {t('playbooks.export')}
        </Button>
        {mayEverywhere(actor, 'playbook.write') && row.state !== 'revoked' && (
          <Button size="xs" variant="default" onClick={() => setRevoking(true)}>
            {t('playbooks.revoke')}
          </Button>
        )}
      </div>
      {/* The file's own words, in its own language. */}
      {description !== undefined && (
        <p className={styles['about']} translate="no">
          {description}
        </p>
      )}
      {revoked && <p className={styles['warning']}>{t('playbooks.revokedBy', revoked)}</p>}
      <ReasonDialog
        title={t('playbooks.revokeTitle')}
        label={t('playbooks.reason')}
        action={t('playbooks.revoke')}
        text={t('playbooks.revokeHint')}
        isOpen={isRevoking}
        isSending={revoke.isPending}
        error={revoke.error}
        onSend={(reason) =>
          revoke.mutate({ params: { playbook: version }, body: { reason } }, { onSuccess: () => setRevoking(false) })
        }
        onClose={() => setRevoking(false)}
      />
    </header>
  )
}

function Parts({ page, rows }: { page: PlaybookPage; rows: readonly PlaybookRow[] }) {
  const { t } = useWords()
  const [chosen, setChosen] = useState<string | undefined>(page.start)
  const step = page.steps.find(({ id }) => id === chosen)
  return (
    <Tabs defaultValue={page.steps.length > 0 ? 'graph' : 'problems'} keepMounted={false} className={styles['tabs']}>
      <Tabs.List>
        <Tabs.Tab value="graph">{t('playbooks.tab.graph')}</Tabs.Tab>
        <Tabs.Tab value="difference">{t('playbooks.tab.difference')}</Tabs.Tab>
        <Tabs.Tab value="dryRun">{t('playbooks.tab.dryRun')}</Tabs.Tab>
        {page.problems.length > 0 && (
          <Tabs.Tab value="problems">{t('playbooks.tab.problems', { count: page.problems.length })}</Tabs.Tab>
        )}
      </Tabs.List>
      <Tabs.Panel value="graph" className={styles['graph']}>
        <Suspense fallback={<Skeleton height={420} />}>
          <Workflow steps={page.steps} chosen={chosen} onChoose={setChosen} />
        </Suspense>
        <StepFacts step={step} steps={page.steps} onChoose={setChosen} />
      </Tabs.Panel>
      <Tabs.Panel value="difference" className={styles['part']}>
        <Differences row={page.row} rows={rows} />
      </Tabs.Panel>
      <Tabs.Panel value="dryRun" className={styles['part']}>
        <DryRun version={page.row.version} />
      </Tabs.Panel>
      <Tabs.Panel value="problems" className={styles['part']}>
        <Faults faults={page.problems} />
      </Tabs.Panel>
    </Tabs>
  )
}
