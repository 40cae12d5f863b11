import { z } from 'zod'

/** More wildcards than this in one pattern make matching a long tag slow (each one multiplies the ways to try). */
export const WILDCARDS_MAX = 6

/** A tag pattern: `*` within one part of the name (parts end at `.` or `/`), `**` across parts, `?` one character; all else is literal. */
export const TagGlob = z
  .string()
  .min(1)
  .max(200)
  .refine((glob) => (glob.match(/\*+/g) ?? []).length <= WILDCARDS_MAX, `at most ${WILDCARDS_MAX} wildcards`)

export const isLiteral = (glob: string): boolean => !/[*?]/.test(glob)

/** The pattern as a regular expression over the whole tag; each run of stars is a group, so that a partner's pattern can be filled. */
export function tagPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*+|\*|\?|[^*?]+/g, (part) =>
    part.startsWith('**')
      ? '(.*)'
      : part === '*'
        ? '([^./]*)'
        : part === '?'
          ? '[^./]'
          : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  )
  return new RegExp(`^${source}$`)
}

/** The partner's tag: its wildcards stand, in order, for what the tag's own wildcards matched (`*.PV` with partner `*.SP`). */
export function partnerTag(partner: string, matched: readonly (string | undefined)[]): string {
  let n = 0
  return partner.replace(/\*+/g, () => matched[n++] ?? '')
}
