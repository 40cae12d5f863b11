import type { Alert } from '@genba/contracts'
import { useId, useState } from 'react'
import { useWhy } from '../../api/queries.js'
import { useWords } from '../../i18n/use-words.js'
import { ChevronIcon } from '../../ui/icons.js'
import type { PlantNames } from '../../ui/plant-names.js'
import { Failure, Loading } from '../../ui/states.js'
import { Answer } from './answer.js'
import styles from './why.module.css'

/** Without an incident the question is why the alert is in one or in none. */
type Props = { incident?: string | undefined; alert: Alert; names: PlantNames }

/** Opens the reason why the alert is in this incident; asked only when somebody looks. */
export function Why({ incident, alert, names }: Props) {
  const { t } = useWords()
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  return (
    <div>
      <button
        type="button"
        className={styles['ask']}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronIcon />
        {t(incident === undefined ? 'why.askAny' : 'why.ask')}
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen && <Told incident={incident} alert={alert} names={names} />}
      </div>
    </div>
  )
}

function Told({ incident, alert, names }: Props) {
  const { t } = useWords()
  const why = useWhy(incident, alert)
  if (why.isPending) return <Loading rows={3} height={24} />
  if (!why.data) return <Failure error={why.error} onRetry={() => void why.refetch()} />
  return (
    <section className={styles['answer']} aria-label={t('why.title')}>
      <Answer told={why.data} names={names} />
    </section>
  )
}
