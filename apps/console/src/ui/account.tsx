import type { Grant } from '@genba/contracts'
import { Button, Popover } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useFleet, useSignOut } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import styles from './account.module.css'
import { ThemeChoice } from './choices.js'
import { UserIcon } from './icons.js'
import { useMe } from './me.js'

/** Who is signed in with which roles where, the theme and the way out. */
export function Account() {
  const { t, pick } = useWords()
  const me = useMe()
  const signOut = useSignOut()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover position="bottom-end" width={290} withinPortal={false} trapFocus opened={isOpen} onChange={setOpen}>
      <Popover.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          c="var(--g-text)"
          leftSection={<UserIcon />}
          title={t('app.menu')}
          onClick={() => setOpen(!isOpen)}
        >
          {pick(me.displayName)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles['body']}>
          <p className={styles['user']}>{me.user}</p>
          <ul className={styles['grants']}>
            {me.grants.map((grant) => (
              <GrantLine key={`${grant.role} ${String(grant.plants)}`} grant={grant} />
            ))}
          </ul>
          <Link to="/account" onClick={() => setOpen(false)}>
            {t('account.open')}
          </Link>
          <ThemeChoice />
          <Button variant="default" size="xs" loading={signOut.isPending} onClick={() => signOut.mutate()}>
            {t('app.signOut')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

function GrantLine({ grant }: { grant: Grant }) {
  const { t, pick } = useWords()
  const plants = useFleet().data
  const nameOf = (id: string): string => {
    const plant = plants?.find((candidate) => candidate.id === id)
    return plant ? pick(plant.name) : id
  }
  const where = grant.plants === '*' ? t('app.allPlants') : grant.plants.map(nameOf).join(', ')
  return (
    <li>
      {t(`role.${grant.role}`)} · {where}
    </li>
  )
}
