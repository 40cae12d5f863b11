import { Plant } from '@genba/contracts'
import { LineCounter, parseDocument, type Document } from 'yaml'
import { checkReferences } from './check-references.js'
import { unknownKeys } from './unknown-keys.js'

/** One thing to repair in a plant file: where it is in the YAML tree, and what to write instead. */
export type PlantFault = { path: (string | number)[]; message: string }

/** Thrown when a plant file can't be used; the message names `file:line` and the remedy, one line for each fault. */
export class PlantFileError extends Error {
  constructor(
    readonly file: string,
    readonly faults: readonly { line: number; message: string }[],
  ) {
    super(faults.map((fault) => `${file}:${fault.line} ${fault.message}`).join('\n'))
    this.name = 'PlantFileError'
  }
}

/**
 * Reads a plant file (YAML): networks, zones, conduits, assets, business processes and data (guideline 3.1.2–3.1.6).
 * Throws PlantFileError with every fault of the first stage that finds one: syntax, then schema, then references.
 */
export function readPlant(yamlText: string, fileName: string): Plant {
  const lines = new LineCounter()
  const document = parseDocument(yamlText, { lineCounter: lines })
  const [syntax] = document.errors
  if (syntax)
    throw new PlantFileError(fileName, [
      { line: lines.linePos(syntax.pos[0]).line, message: firstLine(syntax.message) },
    ])
  const fail = (faults: PlantFault[]) =>
    new PlantFileError(
      fileName,
      faults.map(({ path, message }) => ({ line: lineOf(document, lines, path), message })),
    )

  const raw = treeOf(document, fileName)
  const read = Plant.safeParse(raw)
  if (!read.success)
    throw fail(
      read.error.issues.map((issue) => ({
        path: issue.path as PlantFault['path'],
        message: `${dotted(issue.path)}: ${issue.message}`,
      })),
    )
  const faults = [...unknownKeys(raw, read.data), ...checkReferences(read.data)]
  if (faults.length > 0) throw fail(faults)
  return read.data
}

/** A tree with too many aliases throws here: that is a bomb, not a plant. */
function treeOf(document: Document, fileName: string): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    throw new PlantFileError(fileName, [{ line: 1, message: firstLine((cause as Error).message) }])
  }
}

/** Line of the node at `path`, or of the nearest node above it when the fault is that something is missing. */
function lineOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
    const range = (node as { range?: [number, number, number] | null } | undefined)?.range
    if (range) return lines.linePos(range[0]).line
  }
  return 1
}

const firstLine = (message: string): string => message.split('\n', 1)[0]!.replace(/ at line \d+, column \d+:?$/, '')
const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.') || 'the file'
