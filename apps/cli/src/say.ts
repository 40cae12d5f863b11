/** One line to the person. */
export type Say = (line: string) => void

export const sayOut: Say = (line) => void process.stdout.write(`${line}\n`)
export const sayError: Say = (line) => void process.stderr.write(`${line}\n`)
