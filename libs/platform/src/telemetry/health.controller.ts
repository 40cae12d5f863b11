import { Controller, Get, Header, Injectable, Res } from '@nestjs/common'
import type { Response } from 'express'
import { Metrics } from './metrics.js'

/** What must be up before this process takes work. Parts report by name; ready when all of them are. */
@Injectable()
export class Readiness {
  private readonly parts = new Map<string, boolean>()
  private readonly listeners: (() => void)[] = []

  set(part: string, isReady: boolean): void {
    this.parts.set(part, isReady)
    for (const listener of this.listeners) listener()
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener)
  }

  report(): { ready: boolean; parts: Record<string, boolean> } {
    return { ready: [...this.parts.values()].every(Boolean), parts: Object.fromEntries(this.parts) }
  }
}

@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  @Get('health')
  health(): { alive: true } {
    return { alive: true }
  }

  @Get('ready')
  ready(@Res() response: Response): void {
    const report = this.readiness.report()
    response.status(report.ready ? 200 : 503).json(report)
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4')
  expose(): Promise<string> {
    return this.metrics.expose()
  }
}
