import { Injectable } from '@nestjs/common'
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** Prometheus metrics of this process. */
@Injectable()
export class Metrics {
  readonly registry = new Registry()
  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }
  counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return new Counter({ name: `genba_${name}`, help, labelNames, registers: [this.registry] })
  }
  gauge<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> {
    return new Gauge({ name: `genba_${name}`, help, labelNames, registers: [this.registry] })
  }
  histogram<L extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly L[] = [],
  ): Histogram<L> {
    return new Histogram({ name: `genba_${name}`, help, buckets, labelNames, registers: [this.registry] })
  }
}
