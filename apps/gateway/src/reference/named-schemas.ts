import * as contracts from '@genba/contracts'
import { z } from 'zod'

export type JsonSchema = { [key: string]: unknown }
type Converted = { properties: { it: JsonSchema }; $defs?: Record<string, JsonSchema> }

const PLACE = '#/components/schemas/'

/** Every schema that the contracts export has its name there as its name in the documents. */
function nameAll(): z.core.$ZodRegistry<{ id: string }> {
  const registry = z.registry<{ id: string }>()
  for (const [id, value] of Object.entries(contracts))
    if (value instanceof z.ZodType && !registry.has(value)) registry.add(value, { id })
  return registry
}

/** Turns the contracts' zod schemas into JSON Schema; those with a name are told once, in `named`. */
export class NamedSchemas {
  private readonly registry = nameAll()
  private readonly found: Record<string, JsonSchema> = {}

  /** As it is written: what has a default may be left out, and fields that a newer version adds are allowed. */
  toJson(schema: z.ZodType): JsonSchema {
    const options = { metadata: this.registry, io: 'input', unrepresentable: 'any' } as const
    // Inside another object, because only there a schema with a name becomes a reference.
    const { properties, $defs = {} } = moved(z.toJSONSchema(z.object({ it: schema }), options)) as Converted
    Object.assign(this.found, $defs)
    return properties.it
  }

  get named(): Record<string, JsonSchema> {
    const names = Object.keys(this.found).sort()
    return Object.fromEntries(names.map((name) => [name, withoutName(this.found[name] as JsonSchema)]))
  }
}

const withoutName = ({ id: _, $id: __, ...schema }: JsonSchema): JsonSchema => schema

const moved = (json: unknown): unknown =>
  JSON.parse(JSON.stringify(json).replaceAll('"$ref":"#/$defs/', `"$ref":"${PLACE}`))
