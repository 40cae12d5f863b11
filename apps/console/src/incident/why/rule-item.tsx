import type { Compared, ExplainedBase, ExplainedLink, ExplainedRule, ExplainedWindow } from '@genba/contracts'
import { useWords, type Words } from '../../i18n/use-words.js'
import type { PlantNames } from '../../ui/plant-names.js'
import { PlantTime } from '../../ui/times.js'
import styles from './why.module.css'

/** What one rule made of the alert: the rules that it builds on, its parts that match or not and why, the values it groups by, and how full its window is. */
export function RuleItem({ rule, names }: { rule: ExplainedRule; names: PlantNames }) {
  const { t, pick } = useWords()
  const { outcome, signal, chain = [] } = rule
  return (
    <li>
      <p className={styles['rule']}>
        <b>{pick(rule.title)}</b>
        <span className={styles[outcome === 'fired' ? 'fired' : 'open']}>{t(`why.outcome.${outcome}`)}</span>
        {rule.techniques.length > 0 && <span className={styles['dim']}>{rule.techniques.join(' ')}</span>}
      </p>
      <Seen rule={rule} names={names} />
      {signal && (
        <p>
          <span className={styles['dim']}>{t('why.signal')}</span>{' '}
          <PlantTime at={signal.firstAt} timeZone={names.timeZone} />–
          <PlantTime at={signal.lastAt} timeZone={names.timeZone} /> {t('why.signalOf', { count: signal.count })}
        </p>
      )}
      <Bases bases={rule.bases} />
      {chain.length > 0 && (
        <>
          <p className={styles['dim']}>{t('why.chain')}</p>
          <ol className={styles['chain']}>
            {chain.map((link) => (
              <LinkItem key={`${link.id} ${link.into}`} link={link} rule={rule} names={names} />
            ))}
          </ol>
        </>
      )}
    </li>
  )
}

/** A rule that this one builds on: its window, and the firings that it told on, each with its own. */
function LinkItem({ link, rule, names }: { link: ExplainedLink; rule: ExplainedRule; names: PlantNames }) {
  const { t, pick } = useWords()
  const { outcome, firings, more } = link
  const into = pick([rule, ...(rule.chain ?? [])].find(({ id }) => id === link.into)?.title ?? rule.title)
  return (
    <li>
      <p className={styles['rule']}>
        <b>{pick(link.title)}</b>
        <span className={styles['dim']}>{t('why.into', { rule: into })}</span>
        <span className={styles[outcome === 'fired' ? 'fired' : 'open']}>{t(`why.outcome.${outcome}`)}</span>
      </p>
      <Seen rule={link} names={names} />
      <Bases bases={link.bases} />
      {outcome === 'after' && <p>{t('why.after', { rule: into })}</p>}
      {firings.length === 0 && <p>{t('why.noFirings', { rule: into })}</p>}
      <ul className={styles['bases']}>
        {firings.map(({ from, to, alerts, group, holdsAlert }) => (
          <li key={`${to} ${JSON.stringify(group)}`}>
            <b>{t('why.firing', { alerts })}</b> <PlantTime at={from} timeZone={names.timeZone} />–
            <PlantTime at={to} timeZone={names.timeZone} /> <span className={styles['code']}>{valuesText(group)}</span>
            {holdsAlert && <span className={styles['fired']}>{t('why.holdsAlert')}</span>}
          </li>
        ))}
      </ul>
      {more > 0 && <p className={styles['dim']}>{t('why.moreFirings', { more })}</p>}
    </li>
  )
}

const valuesText = (group: Record<string, string | null>, none = ''): string =>
  Object.entries(group)
    .map(([field, value]) => `${field}=${value ?? none}`)
    .join(' ')

type Windowed = Pick<ExplainedRule, 'outcome' | 'group' | 'window' | 'kind' | 'timespanMs'>

function Seen({ rule, names }: { rule: Windowed; names: PlantNames }) {
  const { t } = useWords()
  const { outcome, group = {}, window } = rule
  return (
    <>
      {window && <WindowBar rule={rule} window={window} names={names} />}
      {outcome === 'unsettled' && <p>{t('why.unsettled')}</p>}
      {Object.keys(group).length > 0 && (
        <p>
          <span className={styles['dim']}>{t('why.group')}</span>{' '}
          <span className={styles['code']}>{valuesText(group, t('why.noValue'))}</span>
        </p>
      )}
      {window && window.elsewhere > 0 && outcome === 'waiting' && (
        <p>{t('why.elsewhere', { count: window.elsewhere })}</p>
      )}
    </>
  )
}

const Bases = ({ bases }: { bases: readonly ExplainedBase[] }) => (
  <ul className={styles['bases']}>
    {bases.map((base) => (
      <BaseItem key={base.id} base={base} />
    ))}
  </ul>
)

function WindowBar({ rule, window, names }: { rule: Windowed; window: ExplainedWindow; names: PlantNames }) {
  const { t, span } = useWords()
  const { count, needed } = window
  const label = t(`why.reached.${rule.kind}`, { count, needed })
  const most = Math.max(count, needed)
  return (
    <div className={styles['window']}>
      <div role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={most} aria-valuenow={count}>
        <i style={{ width: `${(100 * count) / most}%` }} />
      </div>
      <span>
        {t('why.window', { window: span(rule.timespanMs) })} (
        <PlantTime at={window.from} timeZone={names.timeZone} />–
        <PlantTime at={window.to} timeZone={names.timeZone} />)
      </span>
      <b>{label}</b>
    </div>
  )
}

function BaseItem({ base }: { base: ExplainedBase }) {
  const words = useWords()
  const { t } = words
  return (
    <li>
      <b>{t(base.isMatched ? 'why.base.matched' : 'why.base.missed')}</b> {base.title}
      {base.compared.map((compared, index) => (
        <p key={index} className={styles['compared']}>
          <span className={styles['dim']}>{t(compared.isExcluded ? 'why.excluded' : 'why.expected')}</span>{' '}
          <span className={styles['code']}>{compared.field || t('why.anywhere')}</span> {wantedText(compared, words)}
          {compared.field !== '' && (
            <span className={styles['actual']}>
              <span className={styles['dim']}>{t('why.actual')}</span>{' '}
              <span className={styles['code']}>{String(compared.actual ?? t('why.noValue'))}</span>
            </span>
          )}
        </p>
      ))}
    </li>
  )
}

const HOW = ['contains', 'startswith', 'endswith', 're', 'cidr', 'gt', 'gte', 'lt', 'lte', 'exists'] as const

/** `contains "scan" or "sweep"`: what the rule wants of a field. */
function wantedText({ modifiers, expected, more }: Compared, { t }: Words): string {
  const how = HOW.find((each) => modifiers.includes(each)) ?? 'equals'
  const shown = expected.map((value) => (typeof value === 'string' ? `"${value}"` : String(value ?? t('why.noValue'))))
  if (more > 0) shown.push(t('why.more', { more }))
  return t(`why.how.${how}`, { expected: shown.join(modifiers.includes('all') ? t('why.and') : t('why.or')) })
}
