import { useId, type ReactNode } from 'react'
import styles from './panel.module.css'

type Props = { title: string; note?: ReactNode; isFlush?: boolean; children: ReactNode }

/** A titled part of a page. */
export function Panel({ title, note, isFlush, children }: Props) {
  const id = useId()
  return (
    <section className={styles['panel']} aria-labelledby={id}>
      <div className={styles['head']}>
        <h3 id={id}>{title}</h3>
        {note !== undefined && <span className={styles['note']}>{note}</span>}
      </div>
      <div className={isFlush ? styles['flush'] : styles['body']}>{children}</div>
    </section>
  )
}
