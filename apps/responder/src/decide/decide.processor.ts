import { Injectable, type OnModuleInit } from '@nestjs/common'
import { Refused, type PlantState } from '@genba/contracts'
import { choiceVariableOf, requestApproval } from '@genba/playbook'
import { Plants } from '../plants/plants.js'
import { note, withResponse, type Change } from '../responses/change.js'
import { attemptName } from '../steps/job.js'
import type { Done, Task } from '../steps/task.js'
import { Works } from '../steps/works.js'

@Injectable()
export class DecideProcessor implements OnModuleInit {
  constructor(
    private readonly works: Works,
    private readonly plants: Plants,
  ) {}

  onModuleInit(): void {
    this.works.register('decide', (task) => this.ask(task))
  }

  private async ask(task: Task): Promise<Done> {
    if (!task.extension.approval) throw new Refused('BROKEN', { step: task.runStep.id })
    const id = attemptName({ run: task.run.id, step: task.runStep.id, attempt: task.attempt })
    const plantState = (await this.plants.stateNow(task.response.plant)) ?? 'running'
    return {
      outcome: { is: 'waiting', approval: id },
      apply: (change, now) => this.request(change, task, { id, plantState }, now),
    }
  }

  /** The stakes are those of the response as it is saved: an incident can spread while the step is under way. */
  private request(
    change: Change,
    { run, runStep, step, variables, extension }: Task,
    { id, plantState }: { id: string; plantState: PlantState },
    now: number,
  ): Change {
    const { impact, approvals } = change.response
    const approval = requestApproval({
      id,
      run: run.id,
      step: runStep.id,
      extension,
      variable: choiceVariableOf(step),
      // Nobody has oriented yet: what could be at stake is taken as high.
      stakes: { safety: impact?.importance.s ?? 'high', plantState },
      fillings: { variables, names: run.names },
      requestedBy: runStep.askedBy,
      now,
    })
    const params = { approval: id, step: runStep.id, run: run.id, loop: run.loop, people: approval.people }
    return note(withResponse(change, { approvals: [...approvals, approval] }), {
      kind: 'approval.requested',
      params,
      now,
    })
  }
}
