import { SHELF_SOURCES_MAX, type Alert } from '@genba/contracts'

/** Addresses that alerts came from, each once; none of alerts that name no source. */
export const sourcesOf = (alerts: readonly Pick<Alert, 'src'>[]): string[] =>
  [...new Set(alerts.flatMap(({ src }) => [src?.ip, src?.mac].filter((address) => address !== undefined)))].slice(
    0,
    SHELF_SOURCES_MAX,
  )
