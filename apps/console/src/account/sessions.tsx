import type { SessionRow } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useWords } from '../i18n/use-words.js'
import { momentText } from '../ui/format.js'
import table from '../ui/table.module.css'
import { Tag } from '../ui/tags.js'

type Props = { sessions: readonly SessionRow[]; isEnding: boolean; onEnd?: (id: string) => void }

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Sessions with where they come from; `onEnd` is absent for those who only look. */
export function Sessions({ sessions, isEnding, onEnd }: Props) {
  const { t, language } = useWords()
  const at = (ms: number): string => momentText(ms, language, HERE)
  return (
    <div className={table['frame']} tabIndex={0} role="region" aria-label={t('account.sessions')}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">{t('account.browser')}</th>
            <th scope="col">{t('account.from')}</th>
            <th scope="col">{t('account.since')}</th>
            <th scope="col">{t('account.seen')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ id, agent, address, createdAt, lastSeenAt, isThis }) => (
            <tr key={id}>
              <td className={table['wide']} title={agent}>
                {shortAgent(agent)}
              </td>
              <td>{address}</td>
              <td>{at(createdAt)}</td>
              <td>{at(lastSeenAt)}</td>
              <td className={table['end']}>
                {isThis ? (
                  <Tag tone="accent">{t('account.here')}</Tag>
                ) : (
                  onEnd && (
                    <Button size="compact-xs" variant="default" loading={isEnding} onClick={() => onEnd(id)}>
                      {t('account.end')}
                    </Button>
                  )
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What people know a browser by; all of it stands in the tooltip. */
function shortAgent(agent = ''): string {
  const browser = /(Edg|Firefox|Chrome|Safari)\/[\d]+/.exec(agent)?.[0].replace('Edg/', 'Edge/').replace('/', ' ')
  const system = /\(([^;)]+)/.exec(agent)?.[1]
  return [browser, system].filter(Boolean).join(', ') || agent.slice(0, 40) || '–'
}
