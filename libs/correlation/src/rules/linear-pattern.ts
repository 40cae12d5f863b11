import { RE2JS } from 're2js'

export type LinearPattern = { ok: true; test: (text: string) => boolean } | { ok: false; reason: string }

const FLAGS: Record<string, number> = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL }

/**
 * A regular expression in RE2 syntax with the flags i, m and s, matched in time linear in the text: what a rule file asks for must not
 * be able to stop a partition. What cannot be matched so (look-around, back-references) is refused with the reason.
 */
export function linear(pattern: string, flags: string): LinearPattern {
  try {
    const expression = RE2JS.compile(
      pattern,
      [...flags].reduce((all, flag) => all | (FLAGS[flag] ?? 0), 0),
    )
    return { ok: true, test: (text) => expression.test(text) }
  } catch (error) {
    return { ok: false, reason: (error as Error).message }
  }
}
