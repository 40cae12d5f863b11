import { isMap, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { Detectors } from './detectors.js'

export type ReadDetectors = { ok: true; detectors: Detectors } | { ok: false; faults: string[] }

/** Reads a detectors file (YAML). Each fault is told as `file:line path: what to write`; a file with one fault is not used at all. */
export function readDetectors(yamlText: string, file: string): ReadDetectors {
  const lines = new LineCounter()
  const document = parseDocument(yamlText, { lineCounter: lines })
  const refuse = (line: number, message: string): ReadDetectors => ({
    ok: false,
    faults: [`${file}:${line} ${firstLine(message)}`],
  })
  const [syntax] = document.errors
  if (syntax) return refuse(lines.linePos(syntax.pos[0]).line, syntax.message)
  const tree = treeOf(document)
  if (!tree.ok) return refuse(1, tree.message)
  const read = Detectors.safeParse(tree.value)
  if (read.success) return { ok: true, detectors: read.data }
  return { ok: false, faults: read.error.issues.map((issue) => faultOf(issue, document, lines, file)) }
}

/** A tree with too many aliases throws: that is a bomb, not a settings file. */
function treeOf(document: Document): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    return { ok: true, value: document.toJS() }
  } catch (cause) {
    return { ok: false, message: (cause as Error).message }
  }
}

function faultOf(issue: z.core.$ZodIssue, document: Document, lines: LineCounter, file: string): string {
  // An unknown key is told of what holds it; people look for the key.
  const extra = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const path = [...issue.path, ...extra].map((key) => (typeof key === 'number' ? key : String(key)))
  return `${file}:${lineOf(document, path, lines)} ${path.join('.') || 'the file'}: ${issue.message}`
}

/** The line of the key or item at the path, else of the nearest thing around it: what is missing has no line of its own. */
function lineOf(document: Document, path: (string | number)[], lines: LineCounter): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined
    const start = keyStart(document, path.slice(0, depth)) ?? node?.range?.[0]
    if (start !== undefined) return lines.linePos(start).line
  }
  return 1
}

/** A mapping's value may begin on the line below its key. */
function keyStart(document: Document, path: (string | number)[]): number | undefined {
  const around = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  if (!isMap(around)) return undefined
  const pair = around.items.find(
    (item) => String((item.key as { value?: unknown } | null)?.value) === String(path.at(-1)),
  )
  return (pair?.key as { range?: [number, number, number] } | null | undefined)?.range?.[0]
}

const firstLine = (message: string): string => message.split('\n', 1)[0]!.replace(/ at line \d+, column \d+:?$/, '')
