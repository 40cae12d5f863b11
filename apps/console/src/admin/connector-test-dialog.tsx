import { NOTICE_CONNECTORS, type ConnectorView } from '@genba/contracts'
import { Button, Group, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTestConnector } from '../api/deciding.js'
import { useWords } from '../i18n/use-words.js'
import { Dialog } from '../ui/dialog.js'
import { errorText } from '../ui/states.js'
import styles from './admin-page.module.css'

type Props = { connector: ConnectorView; onSent: (id: string) => void; onClose: () => void }

/** Simulated unless somebody chooses otherwise; what can change a plant is never tested in earnest. */
export function ConnectorTestDialog({ connector, onSent, onClose }: Props) {
  const words = useWords()
  const { t } = words
  const ask = useTestConnector()
  const [how, setHow] = useState('simulated')
  const { id, address } = connector
  const canReach = NOTICE_CONNECTORS.includes(connector.type)
  const send = (): void =>
    ask.mutate(
      { params: { connector: id }, body: { simulated: how !== 'real' } },
      {
        onSuccess: (taken) => {
          onSent(taken.id)
          onClose()
        },
      },
    )
  return (
    <Dialog title={t('connectors.testTitle', { name: id })} isOpen onClose={onClose}>
      <Stack gap="sm">
        <p>{t('connectors.testText')}</p>
        <Radio.Group label={t('connectors.how')} value={how} onChange={setHow}>
          <Stack gap="xs" mt={4}>
            <Radio
              value="simulated"
              label={t('connectors.simulated')}
              description={t('connectors.simulatedText')}
              data-autofocus
            />
            <Radio
              value="real"
              label={t('connectors.real')}
              description={canReach ? t('connectors.realText', { address }) : t('connectors.onlySimulated')}
              disabled={!canReach}
            />
          </Stack>
        </Radio.Group>
        <div role="alert">{ask.isError && <p className={styles['error']}>{errorText(ask.error, words)}</p>}</div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button onClick={send} loading={ask.isPending}>
            {t('connectors.send')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
