import { createReadStream } from 'node:fs'
import { whyNot } from '../open.js'
import { Stop } from '../stop.js'

/** A longer line is no record of a sensor: reading on would take memory without bound. */
export const LINE_MAX_CHARS = 1_000_000

/** Lines of a file with their numbers from 1, in bounded memory; blank lines are left out but counted. */
export async function* readLines(file: string): AsyncGenerator<{ number: number; text: string }> {
  let rest = ''
  let number = 0
  try {
    for await (const chunk of createReadStream(file, { encoding: 'utf8' }) as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const text of lines) yield* filled(++number, text)
      if (rest.length > LINE_MAX_CHARS)
        throw new Stop(`${file}:${number + 1} is longer than ${LINE_MAX_CHARS} characters`)
    }
  } catch (error) {
    throw error instanceof Stop ? error : new Stop(whyNot(file, error), { cause: error })
  }
  yield* filled(++number, rest)
}

function* filled(number: number, text: string) {
  const line = number === 1 ? text.replace(/^\uFEFF/, '') : text
  if (line.trim() !== '') yield { number, text: line.replace(/\r$/, '') }
}
