import { attemptId, type Localised } from '@genba/contracts'
import { fillText } from '@genba/playbook'
import type { Connectors } from '../connectors/connectors.js'
import { withResponse } from '../responses/change.js'
import type { Done, Task } from '../steps/task.js'

/**
 * Tells people: the timeline is where those of this plant read; a target names a connector that carries it further. One that this
 * plant does not have is no fault of the incident: it is told so and the response goes on.
 */
export async function tell(task: Task, connectors: Connectors): Promise<Done> {
  const { response, run, runStep, step, playbook, attempt } = task
  const target = step.targets?.[0]
  const connector = target === undefined ? undefined : playbook.target_definitions?.[target]?.name
  if (connector === undefined) return { outcome: { is: 'done', output: {} } }
  const isDrill = response.drill !== undefined
  if (!isDrill && !connectors.has(connector, response.plant))
    return { outcome: { is: 'done', output: { answer: 'not-configured' } } }
  const { title, severity } = await task.incident()
  const key = attemptId(run.id, runStep.id, attempt)
  const sent = await connectors.connect(connector, { plant: response.plant, drill: isDrill }).send(
    {
      type: 'notice',
      plant: response.plant,
      incident: response.incident,
      title,
      text: textOf(task),
      severity0to100: severity,
      at: runStep.state.at === 'pending' ? run.startedAt : runStep.state.since,
      ticket: response.tickets?.[connector],
      drill: response.drill,
    },
    key,
  )
  return {
    outcome: { is: 'done', output: { answer: sent.answer } },
    apply: (change) =>
      sent.ticket === undefined
        ? change
        : withResponse(change, { tickets: { ...change.response.tickets, [connector]: sent.ticket } }),
    effect: { connector, key, request: 'notice', answer: sent.answer },
  }
}

/** The step's name in both languages, and what CACAO says to do, with the incident's values. */
function textOf({ run, runStep, step, variables }: Task): Localised {
  const plain = step.commands?.[0]?.command ?? ''
  const { ja, en } = fillText({ ja: plain, en: plain }, { variables, names: run.names })
  return { ja: runStep.name.ja === ja ? ja : `${runStep.name.ja}\n${ja}`, en: `${runStep.name.en}\n${en}` }
}
