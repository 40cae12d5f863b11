import { Injectable } from '@nestjs/common'

/** Wall time as a port: use-cases take it, tests replace it. */
@Injectable()
export class Clock {
  now(): number {
    return Date.now()
  }
}
