import { isMainThread } from 'node:worker_threads'
import { Injectable } from '@nestjs/common'
import {
  AggregatorRegistry,
  Counter,
  Gauge,
  Histogram,
  Registry,
  collectDefaultMetrics,
  type MetricObjectWithValues,
  type MetricValue,
} from 'prom-client'

/** What one thread has counted, as it travels to another. */
export type Counted = MetricObjectWithValues<MetricValue<string>>[]

/** Prometheus metrics of this process: what Node.js tells of it, and what the app counts in this thread and in those that it includes. */
@Injectable()
export class Metrics {
  private readonly ofProcess = new Registry()
  private readonly ofApp = new Registry()
  private readonly others: (() => Promise<Counted>)[] = []

  constructor() {
    // Processor time and memory are the whole process's in every thread.
    if (isMainThread) collectDefaultMetrics({ register: this.ofProcess })
  }

  counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return new Counter({ name: `genba_${name}`, help, labelNames, registers: [this.ofApp] })
  }
  gauge<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> {
    return new Gauge({ name: `genba_${name}`, help, labelNames, registers: [this.ofApp] })
  }
  histogram<L extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly L[] = [],
  ): Histogram<L> {
    return new Histogram({ name: `genba_${name}`, help, buckets, labelNames, registers: [this.ofApp] })
  }

  /** What another thread of this process counts is added to what this one does. */
  include(other: () => Promise<Counted>): void {
    this.others.push(other)
  }

  counted(): Promise<Counted> {
    return this.ofApp.getMetricsAsJSON()
  }

  /** The text that Prometheus reads. */
  async expose(): Promise<string> {
    const ofApp =
      this.others.length === 0
        ? this.ofApp
        : AggregatorRegistry.aggregate(await Promise.all([this.counted(), ...this.others.map((other) => other())]))
    return (await this.ofProcess.metrics()) + (await ofApp.metrics())
  }
}
