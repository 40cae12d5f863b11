import type { Handover, HandoverSheet } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import { momentText } from '../ui/format.js'
import { usePlantNames } from '../ui/plant-names.js'
import { SeverityTag, Tag } from '../ui/tags.js'
import { PlantTime } from '../ui/times.js'
import styles from './handover-page.module.css'

type Props = { sheet: HandoverSheet; plant: string; signatures?: Pick<Handover, 'offered' | 'taken'> }

/** One sheet as it was at its moment, with the two signatures when there are some. */
export function Sheet({ sheet, plant, signatures }: Props) {
  const { t, pick, language } = useWords()
  const names = usePlantNames(plant)
  return (
    <article className={styles['sheet']}>
      <p className={styles['at']}>
        <b>{t('handover.at', { time: momentText(sheet.at, language, names.timeZone) })}</b> {t('handover.state')}:{' '}
        {t(`plantState.${sheet.state}`)}
      </p>
      <Part title={t('handover.incidents')} count={sheet.incidents.length}>
        {sheet.incidents.map((row) => (
          <li key={row.id}>
            <SeverityTag severity={row.severity} /> <b>{pick(row.title)}</b>{' '}
            {row.drill && <Tag tone="accent">{t('list.drill')}</Tag>}{' '}
            {row.response && <span className={styles['dim']}>{t(`phase.${row.response.phase}`)}</span>}{' '}
            <span className={styles['dim']}>
              <PlantTime at={row.openedAt} timeZone={names.timeZone} />
            </span>
          </li>
        ))}
      </Part>
      <Part title={t('handover.approvals')} count={sheet.approvals.length}>
        {sheet.approvals.map(({ id, title, roles, dueAt }) => (
          <li key={id}>
            <b>{pick(title)}</b>{' '}
            <span className={styles['dim']}>
              {roles.map((role) => t(`role.${role}`)).join(' / ')} · {t('handover.due')}
              <PlantTime at={dueAt} timeZone={names.timeZone} />
            </span>
          </li>
        ))}
      </Part>
      <Part title={t('handover.holds')} count={sheet.holds.length}>
        {sheet.holds.map((hold) => (
          <Held key={hold.id} hold={hold} timeZone={names.timeZone} />
        ))}
      </Part>
      <Part title={t('promises.title')} count={sheet.promises.length}>
        {sheet.promises.map(({ id, vendor, text, until, by }) => (
          <li key={id}>
            <b>{vendor}</b> {text}{' '}
            <span className={styles['dim']}>
              {t('promises.due')}
              <PlantTime at={until} timeZone={names.timeZone} /> · {t('promises.noted', { by })}
            </span>
          </li>
        ))}
      </Part>
      <Part title={t('handover.shelves')} count={sheet.shelves.length}>
        {sheet.shelves.map((cover) => (
          <Covered key={cover.id} cover={cover} plant={plant} />
        ))}
      </Part>
      <Part title={t('handover.maintenance')} count={sheet.maintenance.length}>
        {sheet.maintenance.map((window) => (
          <Covered key={window.id} cover={window} plant={plant} />
        ))}
      </Part>
      {signatures && (
        <dl className={styles['signatures']}>
          <Signature title={t('handover.outgoing')} of={signatures.offered} timeZone={names.timeZone} />
          <Signature title={t('handover.incoming')} of={signatures.taken} timeZone={names.timeZone} />
        </dl>
      )}
    </article>
  )
}

/** What is blocked for a time, until when, and who must undo it then. */
function Held({ hold, timeZone }: { hold: HandoverSheet['holds'][number]; timeZone: string }) {
  const { t, pick } = useWords()
  const { title, until, state, undo, roles } = hold
  return (
    <li>
      <b>{pick(title)}</b>{' '}
      {state.at !== 'standing' && (
        <Tag tone={state.at === 'stuck' ? 'critical' : 'high'}>{t(`holds.state.${state.at}`)}</Tag>
      )}{' '}
      <span className={styles['dim']}>
        {until === undefined ? (
          t('holds.noEnd')
        ) : (
          <>
            {t('handover.due')}
            <PlantTime at={until} timeZone={timeZone} /> ·{' '}
            {t(undo.by === 'genba' ? 'holds.thenGenba' : 'holds.thenPerson')}
          </>
        )}{' '}
        · {roles.map((role) => t(`role.${role}`)).join(' / ')} · {pick(undo.text)}
      </span>
    </li>
  )
}

type Cover = HandoverSheet['shelves'][number] | HandoverSheet['maintenance'][number]

/** What is hidden, why, by whom, and until when. */
function Covered({ cover, plant }: { cover: Cover; plant: string }) {
  const { t } = useWords()
  const names = usePlantNames(plant)
  const { by, until, zone, asset } = cover
  const rule = 'rule' in cover ? cover.rule : undefined
  const what = rule ?? (asset === undefined ? t('handover.wholeZone') : names.asset(asset))
  return (
    <li>
      <b>{what}</b> {cover.reason}{' '}
      <span className={styles['dim']}>
        {names.zone(zone)}
        {asset !== undefined && rule !== undefined && ` · ${names.asset(asset)}`} ·{' '}
        {until === undefined ? (
          t('handover.open', { by })
        ) : (
          <>
            {t('handover.until', { by })}
            <PlantTime at={until} timeZone={names.timeZone} />
          </>
        )}
      </span>
    </li>
  )
}

function Part({ title, count, children }: { title: string; count: number; children: React.ReactNode }) {
  const { t } = useWords()
  return (
    <section>
      <h3>
        {title} <span className={styles['dim']}>{count > 0 ? count : t('handover.none')}</span>
      </h3>
      <ul>{children}</ul>
    </section>
  )
}

type SignatureProps = { title: string; of: Handover['taken']; timeZone: string }

function Signature({ title, of, timeZone }: SignatureProps) {
  const { t } = useWords()
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {of ? (
          <>
            <b>{of.user}</b> <PlantTime at={of.at} timeZone={timeZone} />
            {of.note && <p>{of.note}</p>}
          </>
        ) : (
          t('app.none')
        )}
      </dd>
    </div>
  )
}
