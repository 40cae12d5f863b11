import type { PlaybookList } from '@genba/contracts'
import { Button, FileInput, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { ApiError } from '../api/client.js'
import { useWords } from '../i18n/use-words.js'
import { Dialog } from '../ui/dialog.js'
import { errorText } from '../ui/states.js'
import { Faults } from './faults.js'
import { useImportPlaybook } from './queries.js'

type Props = { library: PlaybookList; onClose: () => void; onImported: (version: string) => void }

/** Takes a file as it is; what is wrong with it is shown by its place. */
export function ImportDialog({ library: { trusted, rule }, onClose, onImported }: Props) {
  const words = useWords()
  const { t } = words
  const [file, setFile] = useState<File | null>(null)
  const [isNoText, setNoText] = useState(false)
  const sending = useImportPlaybook()
  const choose = (chosen: File | null): void => {
    setFile(chosen)
    setNoText(false)
    sending.reset()
  }
  const send = async (chosen: File): Promise<void> => {
    const text = await textOf(chosen)
    if (text === undefined) setNoText(true)
    else sending.mutate(text, { onSuccess: ({ version }) => onImported(version) })
  }
  const { error, data } = sending
  const problem = error instanceof ApiError ? error.problem : undefined
  return (
    <Dialog title={t('playbooks.importTitle')} isOpen onClose={onClose} size="lg">
      <Stack gap="sm">
        <Text size="sm">
          {rule === 'require'
            ? t('playbooks.importHint', { keys: trusted.join(', ') || t('app.none') })
            : t('playbooks.importHintFlag')}
        </Text>
        <FileInput
          label={t('playbooks.file')}
          placeholder={t('playbooks.chooseFile')}
          accept="application/json,.json"
          value={file}
          onChange={choose}
          error={isNoText && t('playbooks.notText')}
          data-autofocus
        />
        <div role="alert">
          {error && (
            <Text c="var(--g-critical)">
              {errorText(error, words)}
              {problem?.code === 'NOT_TRUSTED' && ` — ${problem.message}`}
            </Text>
          )}
          {problem?.faults && <Faults faults={problem.faults} />}
        </div>
        {data && (
          <div role="status">
            <Text>{data.problems.length > 0 ? t('playbooks.importedKept') : t('playbooks.imported')}</Text>
            {data.problems.length > 0 && <Faults faults={data.problems} />}
          </div>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {data ? t('app.close') : t('app.cancel')}
          </Button>
          {!data && (
            <Button disabled={!file} loading={sending.isPending} onClick={() => file && void send(file)}>
              {t('playbooks.import')}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}

/** The file's text with all of it, also a byte order mark, so that it comes out again as it went in; undefined when it is no UTF-8. */
async function textOf(file: File): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer())
  } catch {
    return undefined
  }
}
