import { Role } from '@genba/contracts'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useWords } from '../i18n/use-words.js'
import styles from './admin-page.module.css'
import type { GrantText } from './grants.js'

type Props = { grants: GrantText[]; isFixed: boolean; onChange: (grants: GrantText[]) => void }

/** One line for each role; `isFixed` on one's own account, whose roles somebody else must change. */
export function GrantFields({ grants, isFixed, onChange }: Props) {
  const { t } = useWords()
  const put = (index: number, more: Partial<GrantText>): void =>
    onChange(grants.map((grant, at) => (at === index ? { ...grant, ...more } : grant)))
  return (
    <fieldset disabled={isFixed} style={{ border: 0, margin: 0, padding: 0 }} className={styles['form']}>
      {grants.map((grant, index) => (
        <div className={styles['grant']} key={index}>
          <NativeSelect
            label={t('admin.role')}
            value={grant.role}
            data={Role.options.map((role) => ({ value: role, label: t(`role.${role}`) }))}
            onChange={(event) => put(index, { role: Role.parse(event.currentTarget.value) })}
          />
          <TextInput
            label={t('admin.plants')}
            title={t('admin.plantsHint')}
            placeholder={t('admin.plantsHint')}
            value={grant.plants}
            onChange={(event) => put(index, { plants: event.currentTarget.value })}
          />
          <Button variant="default" onClick={() => onChange(grants.filter((_, at) => at !== index))}>
            {t('admin.removeRole')}
          </Button>
        </div>
      ))}
      <div>
        <Button variant="default" size="xs" onClick={() => onChange([...grants, { role: 'soc-analyst', plants: '' }])}>
          {t('admin.addRole')}
        </Button>
      </div>
    </fieldset>
  )
}
