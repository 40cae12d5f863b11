import type { Notice } from './connector.js'

/** What `{{name}}` in a ticket's template stands for. */
export function ticketWords(notice: Notice, key: string): Record<string, string> {
  const { plant, incident, title, text, severity0to100, at, ticket, drill } = notice
  return {
    plant,
    incident,
    key,
    ticket: ticket ?? '',
    drill: drill ?? '',
    severity: String(severity0to100),
    at: new Date(at).toISOString(),
    title_ja: title.ja,
    title_en: title.en,
    text_ja: text.ja,
    text_en: text.en,
  }
}

/** The template with its words, value by value: no word can change the shape of the JSON. A name that is not known stays as it is. */
export function fillTemplate(
  template: unknown,
  words: Readonly<Record<string, string>>,
  encode = (word: string) => word,
): unknown {
  if (typeof template === 'string')
    return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) =>
      Object.hasOwn(words, name) ? encode(words[name]!) : whole,
    )
  if (Array.isArray(template)) return template.map((each: unknown) => fillTemplate(each, words, encode))
  if (typeof template === 'object' && template !== null)
    return Object.fromEntries(Object.entries(template).map(([name, each]) => [name, fillTemplate(each, words, encode)]))
  return template
}
