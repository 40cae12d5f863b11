import { mayEverywhere, may } from '@genba/contracts'
import { Tabs } from '@mantine/core'
import { useWords } from '../i18n/use-words.js'
import { actorOf } from '../ui/actor.js'
import { useMe } from '../ui/me.js'
import { Empty } from '../ui/states.js'
import styles from './admin-page.module.css'
import { Audit } from './audit.js'
import { RosterOfPlant } from '../roster/roster-page.js'
import { Connectors } from './connectors.js'
import { Sources } from './sources.js'
import { Users } from './users.js'

/** People, sources with their keys, the audit trail. Auditors read what administrators change. */
export function AdminPage() {
  const { t } = useWords()
  const actor = actorOf(useMe())
  const tabs = [
    { id: 'users', isSeen: mayEverywhere(actor, 'user.read'), part: Users },
    { id: 'sources', isSeen: may(actor, 'source.read'), part: Sources },
    { id: 'connectors', isSeen: may(actor, 'connector.read'), part: Connectors },
    { id: 'roster', isSeen: may(actor, 'plant.read'), part: RosterOfPlant },
    { id: 'audit', isSeen: mayEverywhere(actor, 'audit.read'), part: Audit },
  ] as const
  const seen = tabs.filter(({ isSeen }) => isSeen)
  return (
    <div className={styles['page']}>
      <h1>{t('admin.title')}</h1>
      {seen[0] ? (
        <Tabs defaultValue={seen[0].id} keepMounted={false} className={styles['tabs']}>
          <Tabs.List>
            {seen.map(({ id }) => (
              <Tabs.Tab key={id} value={id}>
                {t(`admin.${id}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {seen.map(({ id, part: Part }) => (
            <Tabs.Panel key={id} value={id} className={styles['part']}>
              <Part />
            </Tabs.Panel>
          ))}
        </Tabs>
      ) : (
        <Empty title={t('admin.none')} />
      )}
    </div>
  )
}
