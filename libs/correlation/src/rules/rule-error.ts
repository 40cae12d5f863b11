import type { Document, LineCounter } from 'yaml'

/** Thrown when a rule cannot be carried out exactly as it is written. The message begins with `file:line`. */
export class RuleError extends Error {
  override readonly name = 'RuleError'
}

/** One YAML document of a rule file. */
export type Source = { file: string; lines: LineCounter; document: Document; value: Record<string, unknown> }

export type Path = readonly (string | number)[]

/** Throws RuleError, one line, for what stands at `path`, or for the nearest part around it that the file has. */
export function fail(source: Source, path: Path, message: string): never {
  throw new RuleError(`${source.file}:${lineOf(source, path)} ${message.replace(/[\r\n]+/g, ' ').trimStart()}`)
}

export function lineOf({ document, lines }: Source, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    const range = (node as { range?: readonly number[] | null } | null | undefined)?.range
    if (range) return lines.linePos(range[0] ?? 0).line
  }
  return 1
}
