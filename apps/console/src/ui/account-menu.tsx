import type { Grant } from '@genba/contracts'
import { Button, Menu, Text } from '@mantine/core'
import { usePlants, useSignOut } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'
import { ThemeItems } from './choices.js'
import { UserIcon } from './icons.js'
import { useMe } from './me.js'

export function AccountMenu() {
  const { t, pick } = useWords()
  const me = useMe()
  const signOut = useSignOut()
  const name = pick(me.displayName)
  return (
    <Menu position="bottom-end" width={240} withinPortal>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-sm" leftSection={<UserIcon />} styles={{ label: { color: 'var(--g-text)' } }}>
          <span title={t('app.menu')}>{name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.user}</Menu.Label>
        {me.grants.map((grant) => (
          <GrantLine key={`${grant.role} ${String(grant.plants)}`} grant={grant} />
        ))}
        <Menu.Divider />
        <Menu.Label>{t('app.theme')}</Menu.Label>
        <ThemeItems />
        <Menu.Divider />
        <Menu.Item onClick={() => signOut.mutate()}>{t('app.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function GrantLine({ grant }: { grant: Grant }) {
  const { t, pick } = useWords()
  const plants = usePlants().data
  const nameOf = (id: string): string => {
    const plant = plants?.find((candidate) => candidate.id === id)
    return plant ? pick(plant.name) : id
  }
  return (
    <Text size="xs" px="sm" py={2}>
      {t(`role.${grant.role}`)}
      {' · '}
      {grant.plants === '*' ? t('app.allPlants') : grant.plants.map(nameOf).join('、')}
    </Text>
  )
}
