import type { HttpRequest } from '@genba/playbook'

/** The only way out. `send` is called again with the same key after a crash: whoever receives it can tell a repeat by it. */
export interface Connector {
  /** Throws Refused CONNECTOR_AWAY (try again) or CONNECTOR_REFUSED (a person must look). */
  send(request: HttpRequest, key: string): Promise<{ answer: string }>
}
