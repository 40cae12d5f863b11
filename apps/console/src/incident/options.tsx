import type { ApprovalChoice, ApprovalOption } from '@genba/contracts'
import { Radio, Stack } from '@mantine/core'
import { useWords } from '../i18n/use-words.js'
import { EffectLines } from './effect-lines.js'
import styles from './approvals.module.css'

type Props = {
  choice: ApprovalChoice
  chosen: string | undefined
  isDisabled: boolean
  onChoose: (option: string) => void
}

/** The ways that a decision offers, each with who must agree, what it stops and how it is undone. None is chosen beforehand. */
export function Options({ choice, chosen, isDisabled, onChoose }: Props) {
  const { t, pick } = useWords()
  return (
    <Radio.Group
      label={t('deciding.options')}
      description={t('deciding.optionsHint')}
      value={chosen ?? ''}
      onChange={onChoose}
    >
      <Stack gap="xs" mt={6}>
        {choice.options.map((option) => (
          <div key={option.id} className={styles['option']} data-chosen={option.id === chosen}>
            <Radio
              value={option.id}
              label={pick(option.name)}
              description={<Who option={option} />}
              disabled={isDisabled}
            />
            <p className={styles['optionStops']}>
              {t('approval.stops')}: {pick(option.effect.stops)}
            </p>
            <details open={option.id === chosen}>
              <summary>{t('deciding.effect')}</summary>
              <EffectLines effect={option.effect} />
            </details>
          </div>
        ))}
      </Stack>
    </Radio.Group>
  )
}

function Who({ option: { roles, mustInclude, people, production } }: { option: ApprovalOption }) {
  const { t } = useWords()
  const words = (of: ApprovalOption['roles']): string => of.map((role) => t(`role.${role}`)).join(' / ')
  return [
    t(`deciding.production.${production}`),
    t(people > 1 ? 'deciding.twoOf' : 'deciding.oneOf', { roles: words(roles) }),
    ...(mustInclude.length > 0 && roles.length > 1 ? [t('approval.mustInclude', { roles: words(mustInclude) })] : []),
  ].join(' · ')
}
