import { Inject, Injectable } from '@nestjs/common'
import { Refused, type ConnectorView } from '@genba/contracts'
import { Clock, ConfigError, Metrics } from '@genba/platform'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import { CLOSED, afterFailure, isOpen, type Breaker } from './breaker.js'
import type { ConnectorConfig } from './connector-config.js'
import type { Connector, Outgoing, Sent } from './connector.js'
import { makeConnector } from './make-connector.js'
import { revealFrom } from './secret-ref.js'
import { SimulatedConnector } from './simulated.connector.js'

type Made = { connector: Connector; address: string; config: ConnectorConfig }
export type For = { plant: string; drill: boolean }

/** How a try to send went: `error` is absent when it went out. */
export type Outcome = { at: number; error?: string }

/** The one place that makes connectors. A drill gets a simulated one whatever is configured, so it can't touch the plant. */
@Injectable()
export class Connectors {
  private readonly made: ReadonlyMap<string, Made>
  private readonly breakers = new Map<string, Breaker>()
  private readonly sends
  private readonly outcomes = new Map<string, { sent?: Outcome; failed?: Outcome }>()

  constructor(
    @Inject(RESPONDER_CONFIG) { connectors, env }: Pick<ResponderConfig, 'connectors' | 'env'>,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.sends = metrics.counter('responder_sends_total', 'What went out by connector and outcome', [
      'connector',
      'outcome',
    ])
    this.made = new Map(
      Object.entries(connectors).map(([name, config]) => [name, { config, ...make(name, config, env, clock) }]),
    )
  }

  /** Whether a real one of this name is configured for the plant. */
  has(name: string, plant: string): boolean {
    return this.keyOf(name, plant) !== undefined
  }

  /** Throws Refused NO_CONNECTOR. */
  connect(name: string, { plant, drill }: For): Connector {
    if (drill) return new SimulatedConnector()
    const key = this.keyOf(name, plant)
    if (key === undefined) throw new Refused('NO_CONNECTOR', { connector: name })
    return this.guarded(key)
  }

  /** By the key of its configuration, for an administrator's test. Throws Refused NO_CONNECTOR. */
  connectByKey(key: string, { simulated }: { simulated: boolean }): Connector {
    if (!this.made.has(key)) throw new Refused('NO_CONNECTOR', { connector: key })
    return simulated ? new SimulatedConnector() : this.guarded(key)
  }

  /** How the last sends of real connectors went since this was asked last. */
  takeOutcomes(): [string, { sent?: Outcome; failed?: Outcome }][] {
    const taken = [...this.outcomes]
    this.outcomes.clear()
    return taken
  }

  /** What may be known of them: never secrets. */
  views(): Omit<ConnectorView, 'version' | 'test' | 'sent' | 'failed'>[] {
    return [...this.made].map(([id, { address, config }]) => ({
      v: 1,
      id,
      type: config.type,
      plants: id.includes('@') ? [id.slice(id.indexOf('@') + 1)] : '*',
      address,
      timeoutMs: config.timeoutMs,
    }))
  }

  private keyOf(name: string, plant: string): string | undefined {
    return [`${name}@${plant}`, name].find((key) => this.made.has(key))
  }

  private guarded(key: string): Connector {
    const { connector, address } = this.made.get(key)!
    const { takes } = connector
    return {
      takes,
      send: async (out: Outgoing, id: string): Promise<Sent> => {
        const about = { connector: key, address }
        if (!takes.includes(out.type))
          throw new Refused('CONNECTOR_REFUSED', { ...about, why: `takes ${takes.join(', ')}, not ${out.type}` })
        if (isOpen(this.breakers.get(key) ?? CLOSED, this.clock.now()))
          throw new Refused('CONNECTOR_AWAY', {
            ...about,
            why: 'did not answer again and again, left alone for a moment',
          })
        return this.count(key, () => connector.send(out, id))
      },
    }
  }

  private async count(key: string, send: () => Promise<Sent>): Promise<Sent> {
    try {
      const sent = await send()
      this.breakers.delete(key)
      this.sends.inc({ connector: key, outcome: 'sent' })
      this.outcomes.set(key, { ...this.outcomes.get(key), sent: { at: this.clock.now() } })
      return sent
    } catch (error) {
      const isAway = error instanceof Refused && error.code === 'CONNECTOR_AWAY'
      if (isAway) this.breakers.set(key, afterFailure(this.breakers.get(key) ?? CLOSED, this.clock.now()))
      else this.breakers.delete(key)
      this.sends.inc({ connector: key, outcome: isAway ? 'away' : 'refused' })
      this.outcomes.set(key, { ...this.outcomes.get(key), failed: { at: this.clock.now(), error: said(error) } })
      throw error
    }
  }
}

/** A refusal in its code and what it was about; what broke in another way is not told, it could hold a secret. */
export function said(error: unknown): string {
  if (!(error instanceof Refused)) return 'BROKEN'
  return [error.code, ...Object.values(error.detail).filter((value) => typeof value === 'string')].join(' ')
}

function make(name: string, config: ConnectorConfig, env: NodeJS.ProcessEnv, clock: Clock) {
  try {
    return makeConnector(name, config, revealFrom(env), clock)
  } catch (cause) {
    throw new ConfigError(`connector ${name}: ${(cause as Error).message}`, { cause })
  }
}
