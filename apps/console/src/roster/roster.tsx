import { may, type PersonWho, type PlantSummary, type RosterPage } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { codeOf } from '../api/client.js'
import { usePutRoster, useRoster } from '../api/deciding.js'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { timeText } from '../ui/format.js'
import { useMe } from '../ui/me.js'
import { Panel } from '../ui/panel.js'
import { usePlantNames } from '../ui/plant-names.js'
import { errorText, Failure, Loading } from '../ui/states.js'
import { useNow } from '../ui/use-now.js'
import { DeputyRows } from './deputy-rows.js'
import { deciders, faultOf, newDeputy, newDuty, type Draft } from './draft.js'
import { DutyRows } from './duty-rows.js'
import styles from './roster.module.css'

/** Who decides at this plant when: hours on call and deputies, read by all who see the plant, changed by those responsible there. */
export function Roster({ plant }: { plant: PlantSummary }) {
  const page = useRoster(plant.id)
  if (page.isPending) return <Loading rows={4} height={70} />
  if (!page.data) return <Failure error={page.error} onRetry={() => void page.refetch()} />
  return <Loaded key={plant.id} plant={plant.id} page={page.data} />
}

function Loaded({ plant, page }: { plant: string; page: RosterPage }) {
  const { t } = useWords()
  const { timeZone } = usePlantNames(plant)
  const canWrite = may(actorOf(useMe()), 'roster.write', plant)
  // What somebody is changing stays theirs while others write; the version tells the gateway what it is a change of.
  const [draft, setDraft] = useState<Draft & { version: number }>()
  const { version, duties, deputies } = draft ?? page.roster
  const change = (more: Partial<Draft>): void => setDraft({ version, duties, deputies, ...more })
  const { people } = page
  const duty = newDuty(people)
  const deputy = newDeputy(people)
  return (
    <>
      <Panel title={t('roster.now')} note={draft ? t('roster.unsaved') : undefined}>
        <Now who={page.now} timeZone={timeZone} />
      </Panel>
      {deciders(people).length === 0 && <p>{t('roster.nobody')}</p>}
      {!canWrite && <p className={styles['dim']}>{t('roster.readOnly')}</p>}
      <fieldset className={styles['fields']} disabled={!canWrite}>
        <Panel title={t('roster.duties')} note={t('roster.zone', { zone: timeZone })}>
          {duties.length === 0 && <p className={styles['dim']}>{t('roster.noDuties')}</p>}
          <DutyRows duties={duties} people={people} onChange={(next) => change({ duties: next })} />
          {canWrite && duty && (
            <Button size="compact-md" variant="default" onClick={() => change({ duties: [...duties, duty] })}>
              {t('roster.addDuty')}
            </Button>
          )}
        </Panel>
        <Panel title={t('roster.deputies')}>
          {deputies.length === 0 && <p className={styles['dim']}>{t('roster.noDeputies')}</p>}
          <DeputyRows
            deputies={deputies}
            people={people}
            timeZone={timeZone}
            onChange={(next) => change({ deputies: next })}
          />
          {canWrite && deputy && (
            <Button size="compact-md" variant="default" onClick={() => change({ deputies: [...deputies, deputy] })}>
              {t('roster.addDeputy')}
            </Button>
          )}
        </Panel>
      </fieldset>
      {canWrite && <Saving plant={plant} draft={draft} onDone={() => setDraft(undefined)} />}
    </>
  )
}

type SavingProps = { plant: string; draft: (Draft & { version: number }) | undefined; onDone: () => void }

function Saving({ plant, draft, onDone }: SavingProps) {
  const words = useWords()
  const { t } = words
  const save = usePutRoster(plant)
  const fault = draft && faultOf(draft)
  const isBehind = codeOf(save.error) === 'CHANGED_MEANWHILE'
  const discard = (): void => {
    save.reset()
    onDone()
  }
  return (
    <div className={styles['buttons']}>
      <Button
        disabled={draft === undefined || fault !== undefined}
        loading={save.isPending}
        onClick={() => draft && save.mutate({ params: { plant }, body: draft }, { onSuccess: onDone })}
      >
        {t('roster.save')}
      </Button>
      {draft && (
        <Button variant="default" onClick={discard}>
          {isBehind ? t('roster.reload') : t('roster.discard')}
        </Button>
      )}
      <span role="status">
        {fault && <span className={styles['error']}>{t(`roster.${fault}`)}</span>}
        {save.isSuccess && !draft && <span className={styles['good']}>{t('roster.saved')}</span>}
      </span>
      <span role="alert" className={styles['error']}>
        {save.isError && draft && (isBehind ? t('roster.changed') : errorText(save.error, words))}
      </span>
    </div>
  )
}

function Now({ who, timeZone }: { who: readonly PersonWho[]; timeZone: string }) {
  const { t, pick, language } = useWords()
  const now = useNow()
  if (who.length === 0) return <p className={styles['dim']}>{t('roster.nowNone')}</p>
  return (
    <ul className={styles['people']}>
      {who.map(({ user, name, role, why, standsFor, until }) => (
        <li key={`${user} ${role} ${why} ${standsFor?.user ?? ''}`}>
          <b>{pick(name)}</b> {t(`role.${role}`)}{' '}
          <span className={styles['dim']}>
            {t(`deciding.why.${why}`, { name: standsFor ? pick(standsFor.name) : '' })}
            {until !== undefined && ` ${t('deciding.until', { time: timeText(until, now, language, timeZone) })}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
