import { unpackAlerts, type Alert } from '@genba/contracts'
import { readMessage } from './read-message.js'

/** The alerts in a message of alert.v1, packed or one alone; none when it can't be read. Trusted as the correlator trusts it: ingest checked it. */
export function readAlertMessage(value: Buffer, isPack: boolean): Alert[] {
  if (!isPack) {
    const alert = readMessage<'alert.v1'>(value)
    return alert ? [alert] : []
  }
  try {
    return unpackAlerts(value.toString('utf8'))
  } catch {
    return []
  }
}
