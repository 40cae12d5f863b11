import type { Localised } from '@genba/contracts'

const USE = /__([a-zA-Z_][a-zA-Z0-9_-]*?)__:value/g

/** The names of the variables that a text uses as `__name__:value` (CACAO 2.0, variables in commands). */
export const variablesIn = (text: string): string[] => [...text.matchAll(USE)].map((found) => found[1]!)

/** What a text may use: variables by name, and what the ids among their values are called. */
export type Fillings = {
  variables: Readonly<Record<string, string>>
  names?: Readonly<Record<string, Localised>> | undefined
}

/** The text for people: ids by their names, and `…` where a variable has no value yet. */
export const fillText = ({ ja, en }: Localised, { variables, names = {} }: Fillings): Localised => {
  const each = (text: string, language: 'ja' | 'en'): string =>
    text.replace(USE, (_, name: string) => {
      const value = variables[name] || '…'
      return Object.hasOwn(names, value) ? names[value]![language] : value
    })
  return { ja: each(ja, 'ja'), en: each(en, 'en') }
}

/** The text with its variables' values, each put through `encode` so that a value can't become syntax of the place where it lands. */
export const fill = (
  text: string,
  variables: Readonly<Record<string, string>>,
  encode: (value: string) => string = String,
): string => text.replace(USE, (_, name: string) => encode(variables[name] ?? ''))
