import type { PlantFault } from './read-plant.js'

/** A key that the schema does not know is a misspelt one: silently ignored, it would leave a zone without its addresses. */
export function unknownKeys(raw: unknown, read: unknown, path: PlantFault['path'] = []): PlantFault[] {
  if (Array.isArray(raw) && Array.isArray(read))
    return raw.flatMap((each, n) => unknownKeys(each, read[n], [...path, n]))
  if (!isTree(raw) || !isTree(read)) return []
  return Object.entries(raw).flatMap(([key, value]) =>
    key in read
      ? unknownKeys(value, read[key], [...path, key])
      : [
          {
            path: [...path, key],
            message: `${[...path, key].join('.')}: unknown key "${key}"; correct the spelling or remove it`,
          },
        ],
  )
}

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
