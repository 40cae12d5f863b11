import { Button, Group, Stack } from '@mantine/core'
import { Sessions } from '../account/sessions.js'
import { useEndSession, useEndSessions, useSessionsOf } from '../api/admin.js'
import { useWords } from '../i18n/use-words.js'
import { Dialog } from '../ui/dialog.js'
import { Empty, Failure, Loading } from '../ui/states.js'

type Props = { user: string; mayEnd: boolean; onClose: () => void }

export function SessionsDialog({ user, mayEnd, onClose }: Props) {
  const { t } = useWords()
  const sessions = useSessionsOf(user)
  const end = useEndSession()
  const endAll = useEndSessions()
  const list = sessions.data ?? []
  return (
    <Dialog title={t('admin.sessionsOf', { user })} isOpen onClose={onClose} size="xl">
      <Stack gap="sm">
        {sessions.isPending ? (
          <Loading rows={2} />
        ) : sessions.isError ? (
          <Failure error={sessions.error} onRetry={() => void sessions.refetch()} />
        ) : list.length === 0 ? (
          <Empty title={t('admin.noSessions')} isSmall />
        ) : (
          <Sessions
            sessions={list}
            isEnding={end.isPending}
            {...(mayEnd ? { onEnd: (session: string) => end.mutate({ params: { user, session } }) } : {})}
          />
        )}
        {mayEnd && list.length > 0 && (
          <Group justify="flex-end">
            <Button variant="default" loading={endAll.isPending} onClick={() => endAll.mutate({ params: { user } })}>
              {t('admin.endAll')}
            </Button>
          </Group>
        )}
      </Stack>
    </Dialog>
  )
}
