import { may, type VendorPromise } from '@genba/contracts'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useEndPromise, usePromises } from '../api/deciding.js'
import { useWords } from '../i18n/use-words.js'
import holds from '../holds/holds.module.css'
import { actorOf } from '../ui/actor.js'
import { useMe } from '../ui/me.js'
import { Panel } from '../ui/panel.js'
import { usePlantNames } from '../ui/plant-names.js'
import { ReasonDialog } from '../ui/reason-dialog.js'
import { Empty, Failure, Loading } from '../ui/states.js'
import { Due, PlantTime } from '../ui/times.js'
import { PromiseDialog } from './promise-dialog.js'

/** What vendors have promised this plant, what is due first on top; a person says when it was kept. */
export function VendorPromises({ plant }: { plant: string }) {
  const { t } = useWords()
  const list = usePromises(plant)
  const mayNote = may(actorOf(useMe()), 'promise.note', plant)
  const [isAdding, setAdding] = useState(false)
  if (list.isPending) return <Loading rows={1} height={90} />
  if (!list.data) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  const add = (
    <Button size="compact-sm" onClick={() => setAdding(true)}>
      {t('promises.add')}
    </Button>
  )
  return (
    <Panel title={t('promises.title')} note={mayNote ? add : t('promises.only')} isFlush>
      {list.data.length === 0 ? (
        <Empty title={t('promises.none')} hint={t('promises.noneHint')} isSmall />
      ) : (
        <ul className={holds['list']}>
          {list.data.map((promise) => (
            <PromiseItem key={promise.id} promise={promise} mayEnd={mayNote} />
          ))}
        </ul>
      )}
      {isAdding && <PromiseDialog plant={plant} onClose={() => setAdding(false)} />}
    </Panel>
  )
}

function PromiseItem({ promise, mayEnd }: { promise: VendorPromise; mayEnd: boolean }) {
  const { t } = useWords()
  const { timeZone } = usePlantNames(promise.plant)
  const [ending, setEnding] = useState<'kept' | 'given-up'>()
  const { vendor, text, until, by } = promise
  return (
    <li className={holds['hold']}>
      <div className={holds['what']}>
        <p className={holds['line']}>
          <b>{vendor}</b> {text}
        </p>
        <p className={holds['line']}>
          <Due at={until} className={holds['left'] ?? ''} lateClassName={holds['late'] ?? ''} />
          <span className={holds['dim']}>
            {t('promises.due')}
            <PlantTime at={until} timeZone={timeZone} /> · {t('promises.noted', { by })}
          </span>
        </p>
      </div>
      {mayEnd && (
        <div className={holds['actions']}>
          <Button size="compact-sm" variant="default" onClick={() => setEnding('kept')}>
            {t('promises.kept')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setEnding('given-up')}>
            {t('promises.givenUp')}
          </Button>
        </div>
      )}
      {ending && <EndDialog promise={promise} as={ending} onClose={() => setEnding(undefined)} />}
    </li>
  )
}

type EndProps = { promise: VendorPromise; as: 'kept' | 'given-up'; onClose: () => void }

function EndDialog({ promise: { id, plant, vendor }, as, onClose }: EndProps) {
  const { t } = useWords()
  const end = useEndPromise(plant)
  const word = as === 'kept' ? 'kept' : 'givenUp'
  return (
    <ReasonDialog
      title={t(`promises.${word}Title`, { vendor })}
      label={t('promises.how')}
      action={t(`promises.${word}`)}
      isOpen
      isSending={end.isPending}
      error={end.error}
      onSend={(reason) => end.mutate({ params: { plant, promise: id }, body: { as, reason } }, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
