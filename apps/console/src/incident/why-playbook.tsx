import type { Incident } from '@genba/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/client.js'
import { useWords } from '../i18n/use-words.js'
import { Panel } from '../ui/panel.js'
import { usePlantNames } from '../ui/plant-names.js'
import { Failure, Loading } from '../ui/states.js'
import styles from './impact.module.css'

/** Which row of the table that chooses playbooks this incident fits, and for which finding; asked when somebody opens it. */
export function WhyPlaybook({ incident }: { incident: Incident }) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <Panel title={t('playbooks.why.title')}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('playbooks.why.open')}</summary>
        {isOpen && <Why incident={incident} />}
      </details>
    </Panel>
  )
}

function Why({ incident: { id, plant, version } }: { incident: Incident }) {
  const { t, pick } = useWords()
  const names = usePlantNames(plant)
  const why = useQuery({
    queryKey: ['playbookChoice', id, version],
    queryFn: ({ signal }) => call('getIncidentChoice', { params: { incident: id }, signal }),
  })
  if (why.isPending) return <Loading rows={1} />
  if (!why.data) return <Failure error={why.error} onRetry={() => void why.refetch()} />
  const { row, rows, chosen, finding, table, answeredBy } = why.data
  const { title, playbook, current } = chosen
  return (
    <>
      <p>
        <Link to="/playbooks" search={current === undefined ? {} : { version: current }}>
          {title ? pick(title) : playbook}
        </Link>{' '}
        <span className={styles['dim']}>{t('playbooks.why.row', { row: row + 1, rows, table })}</span>
      </p>
      <p>
        {finding && row < rows - 1
          ? t('playbooks.why.finding', { rule: finding.rule, zone: names.zone(finding.zone) })
          : t('playbooks.why.default')}
      </p>
      {answeredBy !== undefined && answeredBy !== current && (
        <p className={styles['dim']}>{t('playbooks.why.older', { version: answeredBy })}</p>
      )}
    </>
  )
}
