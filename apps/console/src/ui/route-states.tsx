import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { useWords } from '../i18n/use-words.js'
import { Empty, Failure, isChunkMissing } from './states.js'

export function NotFoundPage() {
  const { t } = useWords()
  return (
    <Empty title={t('error.pageNotFound')}>
      <Link to="/">{t('error.toList')}</Link>
    </Empty>
  )
}

export function RouteFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const again = (): void => {
    // A part that once failed to load stays failed until the page is loaded anew.
    if (isChunkMissing(error)) return window.location.reload()
    reset()
    void router.invalidate()
  }
  return <Failure error={error} onRetry={again} />
}
