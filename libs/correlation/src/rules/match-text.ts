import type { Scalar } from './fields.js'
import type { Test } from './compile-value.js'
import { linear } from './linear-pattern.js'
import { Words } from './words.js'

type How = 'equals' | 'contains' | 'startswith' | 'endswith'
/** A text of a rule: as it stands, or as an expression when it has wildcards. */
type Wanted = { literal: string; pattern: string | undefined }

export function matchText(text: string, how: How, isCased: boolean): Test {
  if (how === 'contains' && !isCased) return containsAny([text])
  const { literal, pattern } = readWanted(text)
  if (pattern !== undefined) {
    const start = how === 'equals' || how === 'startswith' ? '^' : ''
    const end = how === 'equals' || how === 'endswith' ? '$' : ''
    return matchPattern(start + pattern + end, isCased)
  }
  const needle = isCased ? literal : literal.toLowerCase()
  const find = FIND[how]
  return (value) => value !== undefined && find(isCased ? String(value) : lowered(value), needle)
}

/** Any of the words, without a case. All words of the pack are searched for at once, by whichever list asks first. */
export function containsAny(texts: readonly string[]): Test {
  const wanted = texts.map(readWanted)
  const words = ofPack
  const list = words.addList(
    wanted.flatMap(({ literal, pattern }) => (pattern === undefined ? [literal.toLowerCase()] : [])),
  )
  const others = wanted.flatMap(({ pattern }) => (pattern === undefined ? [] : [matchPattern(pattern, false)]))
  return (value) => {
    if (value === undefined) return false
    if (words.has(list, value)) return true
    for (const test of others) if (test(value)) return true
    return false
  }
}

let ofPack = new Words()
/** What is compiled from here on is of one pack: its words are searched for together. */
export function beginPack(): void {
  ofPack = new Words()
}

function matchPattern(pattern: string, isCased: boolean): Test {
  const compiled = linear(pattern, isCased ? 's' : 'si')
  if (!compiled.ok) throw new Error(`wildcards made the pattern ${pattern}: ${compiled.reason}`)
  const { test } = compiled
  return (value) => value !== undefined && test(String(value))
}

/** `*` any characters, `?` one; a backslash takes the meaning from a wildcard or from a backslash before one. */
function readWanted(wanted: string): Wanted {
  let literal = ''
  let pattern = ''
  let hasWildcard = false
  for (let index = 0; index < wanted.length; index++) {
    const char = wanted[index] as string
    const next = wanted[index + 1]
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next
      pattern += escape(next)
      index++
    } else if (char === '*' || char === '?') {
      hasWildcard = true
      pattern += char === '*' ? '.*' : '.'
    } else {
      literal += char
      pattern += escape(char)
    }
  }
  return { literal, pattern: hasWildcard ? pattern : undefined }
}

let latest: Scalar = ''
let latestLowered = ''
/** The rules of a pack ask one alert's name a few hundred times: it is put into lower case once. */
function lowered(value: Scalar): string {
  if (value === latest) return latestLowered
  latest = value
  latestLowered = String(value).toLowerCase()
  return latestLowered
}

const FIND = {
  equals: (text: string, needle: string) => text === needle,
  contains: (text: string, needle: string) => text.includes(needle),
  startswith: (text: string, needle: string) => text.startsWith(needle),
  endswith: (text: string, needle: string) => text.endsWith(needle),
}

const escape = (char: string): string => char.replace(/[.*+?^${}()|[\]\\/]/, '\\$&')
