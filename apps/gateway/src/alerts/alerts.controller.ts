import { Controller } from '@nestjs/common'
import type { AlertPage, AlertQuery, DeadLetterPage, DeadLetterQuery } from '@genba/contracts'
import { Answers, QueryOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { ListAlerts } from './list-alerts.js'
import { ListDeadLetters } from './list-dead-letters.js'

@Controller()
export class AlertsController {
  constructor(
    private readonly alerts: ListAlerts,
    private readonly letters: ListDeadLetters,
  ) {}

  @Answers('listAlerts')
  list(@Visiting() { actor }: Visitor, @QueryOf('listAlerts') query: AlertQuery): Promise<AlertPage> {
    return this.alerts.execute(actor, query)
  }

  @Answers('listDeadLetters')
  dead(@Visiting() { actor }: Visitor, @QueryOf('listDeadLetters') query: DeadLetterQuery): Promise<DeadLetterPage> {
    return this.letters.execute(actor, query)
  }
}
