import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Inject, Injectable } from '@nestjs/common'
import { readTrust, type Trust } from '@genba/playbook'
import type { GatewayConfig } from '../config.js'
import { GATEWAY_CONFIG } from '../tokens.js'

/** The keys whose signatures count for an import. */
@Injectable()
export class TrustList {
  private trust: Promise<Trust> | undefined

  constructor(@Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig) {}

  /** Read once. Throws when the file is no trust list. */
  read(): Promise<Trust> {
    const file = this.config.PLAYBOOK_TRUST ?? shipped()
    return (this.trust ??= readFile(file, 'utf8').then((text) => readTrust(text, file)))
  }
}

const shipped = (): string => fileURLToPath(new URL('trust.json', import.meta.resolve('@genba/playbook/package.json')))
