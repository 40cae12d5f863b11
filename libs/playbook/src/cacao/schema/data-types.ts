import { z } from 'zod'

/** Data types of CACAO 2.0 (section 10), after the specification's text. Unknown properties are kept, here and everywhere. */
const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}'
export const Identifier = z.string().regex(new RegExp(`^[a-z][a-z0-9-]*[a-z0-9]--${UUID}$`), 'expected type--uuid')
export const Timestamp = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?Z$/,
    'expected yyyy-mm-ddThh:mm:ss.sssZ',
  )

export const VARIABLE_NAME = '__[a-zA-Z_][a-zA-Z0-9_-]{0,199}__'
const VariableName = z.string().regex(new RegExp(`^${VARIABLE_NAME}$`), 'expected __name__')

export const Variable = z.looseObject({
  type: z.string(),
  description: z.string().optional(),
  /** An empty string is known to be empty; null is unknown. */
  value: z.union([z.string(), z.null()]).optional(),
  constant: z.boolean().optional(),
  external: z.boolean().optional(),
})
export type Variable = z.infer<typeof Variable>
export const Variables = z.record(VariableName, Variable)

export const Extensions = z.record(Identifier, z.looseObject({}))

export const ExternalReference = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  source: z.string().optional(),
  url: z.string().optional(),
  external_id: z.string().optional(),
  reference_id: z.string().optional(),
})
export const ExternalReferences = z.array(ExternalReference)

const Contact = z.looseObject({
  email: z.record(z.string(), z.string()).optional(),
  phone: z.record(z.string(), z.string()).optional(),
  contact_details: z.string().optional(),
})

const CivicLocation = z.looseObject({
  name: z.string().optional(),
  description: z.string().optional(),
  building_details: z.string().optional(),
  network_details: z.string().optional(),
  region: z.string().optional(),
  country: z.string().optional(),
  administrative_area: z.string().optional(),
  city: z.string().optional(),
  street_address: z.string().optional(),
  postal_code: z.string().optional(),
  latitude: z.string().optional(),
  longitude: z.string().optional(),
  precision: z.string().optional(),
})

const Address = z.looseObject({
  dname: z.array(z.string()).optional(),
  ipv4: z.array(z.string()).optional(),
  ipv6: z.array(z.string()).optional(),
  l2mac: z.array(z.string()).optional(),
  vlan: z.array(z.union([z.string(), z.number().int().min(0).max(4095)])).optional(),
  url: z.array(z.string()).optional(),
})

/** Agents and targets (section 7): common properties and those of its types; the vocabulary of types is open. */
export const AgentTarget = z.looseObject({
  type: z.string(),
  name: z.string(),
  description: z.string().optional(),
  location: CivicLocation.optional(),
  agent_target_extensions: Extensions.optional(),
  contact: Contact.optional(),
  logical: z.array(z.string()).optional(),
  sector: z.string().optional(),
  address: Address.optional(),
  port: z.string().optional(),
  category: z.array(z.string()).min(1).optional(),
  authentication_info: Identifier.optional(),
})
export type AgentTarget = z.infer<typeof AgentTarget>

/** Authentication information (section 6). Kept, and never used: what Genba signs in with is in the configuration of its connectors. */
export const AuthenticationInfo = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
  description: z.string().optional(),
  authentication_info_extensions: Extensions.optional(),
  username: z.string().optional(),
  user_id: z.string().optional(),
  password: z.string().optional(),
  private_key: z.string().optional(),
  token: z.string().optional(),
  oauth_header: z.string().optional(),
  kms: z.boolean().optional(),
  kms_key_identifier: z.string().optional(),
})

export const ExtensionDefinition = z.looseObject({
  type: z.literal('extension-definition'),
  name: z.string(),
  description: z.string().optional(),
  created_by: Identifier,
  schema: z.string(),
  version: z.string(),
  external_references: ExternalReferences.optional(),
})

export const DataMarking = z.looseObject({
  type: z.enum(['marking-tlp', 'marking-iep', 'marking-statement']),
  name: z.string().optional(),
  created_by: Identifier,
  created: Timestamp,
  modified: Timestamp.optional(),
  revoked: z.boolean().optional(),
  valid_from: Timestamp.optional(),
  valid_until: Timestamp.optional(),
  tlpv2_level: z.enum(['TLP:RED', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:GREEN', 'TLP:CLEAR']).optional(),
  statement: z.string().optional(),
})
