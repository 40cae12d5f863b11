import { isOfType } from '../variable-type.js'
import { playbookVersion, type Playbook } from '../playbook.js'
import type { AgentTarget } from '../schema/data-types.js'
import { pointer, type Fault } from './fault.js'

/** Types of agents and targets that the specification defines: an id that begins with one must belong to such an object. */
const AGENT_TYPES = new Set([
  'group',
  'individual',
  'location',
  'organization',
  'sector',
  'http-api',
  'linux',
  'net-address',
  'security-category',
  'ssh',
])

/** What the specification demands of the playbook's own properties and the JSON schema can't say. */
export function checkDocument(playbook: Playbook): Fault[] {
  return [
    ...checkTimes(playbook),
    ...checkVariables(playbook),
    ...checkAgents(playbook),
    ...checkMarkings(playbook),
    ...checkExtensions(playbook),
    ...checkSignatures(playbook),
  ]
}

function checkTimes({ created, modified, valid_from, valid_until, revoked }: Playbook): Fault[] {
  const isTurned =
    !revoked && valid_from !== undefined && valid_until !== undefined && at(valid_until) <= at(valid_from)
  return [
    ...(at(modified) < at(created) ? [{ at: '/modified', what: 'before created' }] : []),
    ...(isTurned ? [{ at: '/valid_until', what: 'not after valid_from' }] : []),
  ]
}

function checkVariables({ playbook_variables = {} }: Playbook): Fault[] {
  return Object.entries(playbook_variables).flatMap(([name, { type, value }]) =>
    typeof value === 'string' && !isOfType(type, value)
      ? [{ at: pointer('playbook_variables', name, 'value'), what: `"${value}" is no ${type}` }]
      : [],
  )
}

function checkAgents(playbook: Playbook): Fault[] {
  return (['agent_definitions', 'target_definitions'] as const).flatMap((property) =>
    Object.entries(playbook[property] ?? {}).flatMap(([id, definition]) =>
      checkAgent(playbook, property, id, definition),
    ),
  )
}

function checkAgent(
  playbook: Playbook,
  property: string,
  id: string,
  { type, authentication_info }: AgentTarget,
): Fault[] {
  const prefix = id.slice(0, id.lastIndexOf('--'))
  const known = authentication_info === undefined || playbook.authentication_info_definitions?.[authentication_info]
  return [
    ...(prefix !== type && (AGENT_TYPES.has(prefix) || AGENT_TYPES.has(type))
      ? [{ at: pointer(property, id, 'type'), what: `${type}, but the id says ${prefix}` }]
      : []),
    ...(known
      ? []
      : [{ at: pointer(property, id, 'authentication_info'), what: `no ${authentication_info} is defined` }]),
  ]
}

function checkMarkings({ markings = [], data_marking_definitions = {} }: Playbook): Fault[] {
  return markings.flatMap((id, n) =>
    data_marking_definitions[id] ? [] : [{ at: pointer('markings', n), what: `no ${id} in data_marking_definitions` }],
  )
}

function checkExtensions(playbook: Playbook): Fault[] {
  const uses = [
    ...Object.keys(playbook.playbook_extensions ?? {}).map((id) => ({ at: pointer('playbook_extensions', id), id })),
    ...Object.entries(playbook.workflow).flatMap(([step, { step_extensions = {} }]) =>
      Object.keys(step_extensions).map((id) => ({ at: pointer('workflow', step, 'step_extensions', id), id })),
    ),
  ]
  return uses.flatMap(({ at, id }) =>
    playbook.extension_definitions?.[id] ? [] : [{ at, what: `no ${id} in extension_definitions` }],
  )
}

function checkSignatures(playbook: Playbook): Fault[] {
  return (playbook.signatures ?? []).flatMap(({ related_to, related_version, ...signature }, n) => [
    ...(`${related_to}@${related_version}` === playbookVersion(playbook)
      ? []
      : [{ at: pointer('signatures', n, 'related_version'), what: `made for ${related_to}@${related_version}` }]),
    ...((['public_key', 'public_cert_chain', 'cert_url', 'thumbprint'] as const).some((key) => signature[key])
      ? []
      : [
          { at: pointer('signatures', n), what: 'names no key: public_key, public_cert_chain, cert_url or thumbprint' },
        ]),
  ])
}

const at = (timestamp: string): number => Date.parse(timestamp)
