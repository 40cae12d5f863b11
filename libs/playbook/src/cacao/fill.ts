import type { Localised } from '@genba/contracts'

const USE = /__([a-zA-Z][a-zA-Z0-9_-]*)__:value/g

/** The names of the variables that a text uses as `__name__:value` (CACAO 2.0, variables in commands). */
export const variablesIn = (text: string): string[] => [...text.matchAll(USE)].map((found) => found[1]!)

/** The text for people, with `…` where a variable has no value yet. */
export const fillText = ({ ja, en }: Localised, variables: Readonly<Record<string, string>>): Localised => {
  const each = (text: string): string => text.replace(USE, (_, name: string) => variables[name] || '…')
  return { ja: each(ja), en: each(en) }
}

/** The text with its variables' values, each put through `encode` so that a value can't become syntax of the place where it lands. */
export const fill = (
  text: string,
  variables: Readonly<Record<string, string>>,
  encode: (value: string) => string = String,
): string => text.replace(USE, (_, name: string) => encode(variables[name] ?? ''))
