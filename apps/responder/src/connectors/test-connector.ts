import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import { Refused, type ConnectorDecision, type ConnectorView } from '@genba/contracts'
import { AuditChain, Clock, LOG, type Log } from '@genba/platform'
import type { Outgoing } from './connector.js'
import { ConnectorStore } from './connector.store.js'
import { Connectors, said } from './connectors.js'

const TITLE = { ja: 'Genbaの接続テスト', en: 'Test by Genba' }
const TEXT = { ja: '接続テストです。対応は不要です。', en: 'This is a test. Nothing needs to be done.' }

/** Tests under way at once; people ask for one at a time. */
const TESTS_MAX = 10

/** An administrator's test-send: a notice that says that it is one. What can change a plant is only ever tested simulated. */
@Injectable()
export class TestConnector implements OnModuleDestroy {
  private readonly underWay = new Set<Promise<void>>()

  constructor(
    private readonly connectors: Connectors,
    private readonly store: ConnectorStore,
    private readonly audit: AuditChain,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * Begins the test and does not wait for it: a system that answers late or never must not hold up people's decisions behind it. What a
   * crash cuts short is not sent again; its administrator sees no result and asks once more.
   */
  execute(decision: ConnectorDecision): void {
    if (this.underWay.size >= TESTS_MAX) {
      this.log.warn({ decision: decision.id }, 'too many connector tests at once, left out')
      return
    }
    const test: Promise<void> = this.test(decision)
      .catch((error: unknown) => this.log.warn({ err: error, decision: decision.id }, 'could not test the connector'))
      .finally(() => this.underWay.delete(test))
    this.underWay.add(test)
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.underWay)
  }

  private async test({ id, at, by, what: { connector, simulated } }: ConnectorDecision): Promise<void> {
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
      return { isOk: false, text: error instanceof Refused ? said(error) : (error as Error).message }
    }
  }

  private notice(): Outgoing {
    const at = this.clock.now()
    return { type: 'notice', plant: 'genba', incident: 'test', title: TITLE, text: TEXT, severity0to100: 5, at }
  }
}
