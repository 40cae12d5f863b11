import ipaddr from 'ipaddr.js'
import { fill } from '../fill.js'
import type { Condition, Literal, Operator } from './condition.js'

type Values = Readonly<Record<string, string>>

/**
 * Whether the condition holds. A variable without a value equals nothing, not even the empty text. Numbers are compared as numbers,
 * everything else as text; a text that is no number is neither greater nor less than one. Texts may use variables themselves.
 */
export function holds(condition: Condition, variables: Values): boolean {
  if (condition.is !== 'compare')
    return condition.is === 'and'
      ? condition.parts.every((part) => holds(part, variables))
      : condition.parts.some((part) => holds(part, variables))
  const { variable, isNot, operator, literals } = condition
  const value = variables[variable]
  const isTrue =
    value === undefined
      ? operator === '!='
      : literals.some((literal) => COMPARE[operator](value, { ...literal, text: fill(literal.text, variables) }))
  return isTrue !== isNot
}

const COMPARE: Record<Operator, (value: string, literal: Literal) => boolean> = {
  '=': equals,
  '!=': (value, literal) => !equals(value, literal),
  '<': (value, literal) => order(value, literal) < 0,
  '<=': (value, literal) => order(value, literal) <= 0,
  '>': (value, literal) => order(value, literal) > 0,
  '>=': (value, literal) => order(value, literal) >= 0,
  IN: equals,
  LIKE: (value, { text }) => isLike(value, text),
  ISSUBSET: (value, { text }) => isInside(value, text),
  ISSUPERSET: (value, { text }) => isInside(text, value),
}

function equals(value: string, { is, text }: Literal): boolean {
  return is === 'number' ? value.trim() !== '' && Number(value) === Number(text) : value === text
}

/** Negative, zero or positive; NaN, which no comparison holds for, when one is a number and the other is none. */
function order(value: string, { is, text }: Literal): number {
  if (is === 'number') return value.trim() === '' ? Number.NaN : Number(value) - Number(text)
  return value < text ? -1 : value > text ? 1 : 0
}

/** `%` stands for any run of characters, `_` for one. Goes back to the last `%` only, so its time is bounded by both lengths. */
function isLike(value: string, pattern: string): boolean {
  let v = 0
  let p = 0
  let star = -1
  let resume = 0
  while (v < value.length) {
    if (p < pattern.length && pattern[p] === '%') {
      star = p++
      resume = v
    } else if (p < pattern.length && (pattern[p] === '_' || pattern[p] === value[v])) {
      p++
      v++
    } else if (star >= 0) {
      p = star + 1
      v = ++resume
    } else return false
  }
  while (pattern[p] === '%') p++
  return p === pattern.length
}

/** Whether every address of `inner` (an address or a network) is in `outer`; false when one of them is no address. */
function isInside(inner: string, outer: string): boolean {
  const a = network(inner)
  const b = network(outer)
  return a !== undefined && b !== undefined && a[0].kind() === b[0].kind() && a[1] >= b[1] && a[0].match(b[0], b[1])
}

function network(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  if (!ipaddr.isValid(text)) return undefined
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}
