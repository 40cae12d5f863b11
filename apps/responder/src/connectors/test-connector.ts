import { Injectable } from '@nestjs/common'
import { Refused, type ConnectorDecision, type ConnectorView } from '@genba/contracts'
import { AuditChain, Clock } from '@genba/platform'
import type { Outgoing } from './connector.js'
import { ConnectorStore } from './connector.store.js'
import { Connectors, said } from './connectors.js'

const TITLE = { ja: 'Genbaの接続テスト', en: 'Test by Genba' }
const TEXT = { ja: '接続テストです。対応は不要です。', en: 'This is a test. Nothing needs to be done.' }

/** An administrator's test-send: a notice that says that it is one. What can change a plant is only ever tested simulated. */
@Injectable()
export class TestConnector {
  constructor(
    private readonly connectors: Connectors,
    private readonly store: ConnectorStore,
    private readonly audit: AuditChain,
    private readonly clock: Clock,
  ) {}

  async execute({ id, at, by, what: { connector, simulated } }: ConnectorDecision): Promise<void> {
    if (await this.store.wasTested(connector, id)) return
    const { isOk, text } = await this.send(connector, simulated, id)
    const test: ConnectorView['test'] = { id, at, by: by.user, simulated, isOk, text }
    await this.store.putTest(connector, test)
    const detail = { simulated: String(simulated), isOk: String(isOk), text }
    await this.audit.append(`test:${id}`, { at, by: by.user, action: 'connector.tested', subject: connector, detail })
  }

  private async send(name: string, simulated: boolean, id: string): Promise<{ isOk: boolean; text: string }> {
    try {
      const connector = this.connectors.connectByKey(name, { simulated })
      const { answer } = await connector.send(this.notice(), `test-${id}`)
      return { isOk: true, text: answer }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return { isOk: false, text: said(error) }
    }
  }

  private notice(): Outgoing {
    const at = this.clock.now()
    return { type: 'notice', plant: 'genba', incident: 'test', title: TITLE, text: TEXT, severity0to100: 5, at }
  }
}
