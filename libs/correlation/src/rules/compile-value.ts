import ipaddr from 'ipaddr.js'
import { linear } from './linear-pattern.js'
import type { Scalar } from './fields.js'
import { containsAny, matchText } from './match-text.js'

export type Test = (value: Scalar | undefined) => boolean
export type Compiled<T> = { ok: true; test: T } | { ok: false; reason: string }

const HOW = ['contains', 'startswith', 'endswith', 're', 'cidr', 'gt', 'gte', 'lt', 'lte', 'exists'] as const
type How = (typeof HOW)[number] | 'equals'
const RE_FLAGS = ['i', 'm', 's']

/**
 * A field's test from its modifiers and value (Sigma 2.1, detections): without a case unless `cased`, `*` and `?` as wildcards,
 * a list is "any of" or, with `all`, "all of". A modifier that is not here is refused.
 */
export function compileField(modifiers: readonly string[], wanted: unknown): Compiled<Test> {
  let how: How = 'equals'
  let isAll = false
  let isCased = false
  let flags = ''
  for (const modifier of modifiers) {
    if (modifier === 'all') isAll = true
    else if (modifier === 'cased') isCased = true
    else if (how === 're' && RE_FLAGS.includes(modifier)) flags += modifier
    else if (!(HOW as readonly string[]).includes(modifier))
      return refuse(`the modifier "${modifier}" is not supported; use ${[...HOW, 'all', 'cased'].join(', ')}`)
    else if (how !== 'equals') return refuse(`the modifiers "${how}" and "${modifier}" exclude each other`)
    else how = modifier as How
  }
  const values: unknown[] = Array.isArray(wanted) ? wanted : [wanted]
  if (values.length === 0) return refuse('the list is empty')
  if (isAll && how === 'equals') return refuse('"all" needs contains, startswith, endswith, re or cidr before it')
  const tests: Test[] = []
  for (const value of values) {
    const compiled = compileOne(how, value, isCased, flags)
    if (!compiled.ok) return compiled
    tests.push(compiled.test)
  }
  const only = tests[0] as Test
  if (tests.length === 1) return accept(only)
  if (isAll) return accept(all(tests))
  return accept(how === 'contains' && !isCased ? containsAny(values.map(String)) : any(tests))
}

const all =
  (tests: readonly Test[]): Test =>
  (value) => {
    for (const test of tests) if (!test(value)) return false
    return true
  }

const any =
  (tests: readonly Test[]): Test =>
  (value) => {
    for (const test of tests) if (test(value)) return true
    return false
  }

function compileOne(how: How, wanted: unknown, isCased: boolean, flags: string): Compiled<Test> {
  if (how === 'exists')
    return typeof wanted === 'boolean'
      ? accept((value) => (value !== undefined) === wanted)
      : refuse('exists needs true or false')
  if (wanted === null) return how === 'equals' ? accept((value) => value === undefined) : refuse(`${how} needs a value`)
  if (typeof wanted !== 'string' && typeof wanted !== 'number' && typeof wanted !== 'boolean')
    return refuse('a value must be a text, a number, true, false or null')
  switch (how) {
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return typeof wanted === 'number' ? accept(COMPARE[how](wanted)) : refuse(`${how} needs a number`)
    case 're':
      return compilePattern(String(wanted), flags)
    case 'cidr':
      return compileCidr(String(wanted))
    case 'equals':
      return typeof wanted === 'string'
        ? accept(matchText(wanted, how, isCased))
        : accept((value) => value === wanted || String(value).toLowerCase() === String(wanted))
    case 'contains':
    case 'startswith':
    case 'endswith':
      return accept(matchText(String(wanted), how, isCased))
  }
}

const numeric = (value: Scalar | undefined): number =>
  typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN

const COMPARE = {
  gt: (limit: number) => (value: Scalar | undefined) => numeric(value) > limit,
  gte: (limit: number) => (value: Scalar | undefined) => numeric(value) >= limit,
  lt: (limit: number) => (value: Scalar | undefined) => numeric(value) < limit,
  lte: (limit: number) => (value: Scalar | undefined) => numeric(value) <= limit,
}

function compilePattern(pattern: string, flags: string): Compiled<Test> {
  const compiled = linear(pattern, flags)
  if (!compiled.ok) return refuse(`the regular expression cannot be used: ${compiled.reason}`)
  const { test } = compiled
  return accept((value) => value !== undefined && test(String(value)))
}

function compileCidr(text: string): Compiled<Test> {
  if (!ipaddr.isValidCIDR(text)) return refuse(`"${text}" is not a network like 10.0.0.0/8`)
  const [network, bits] = ipaddr.parseCIDR(text)
  return accept((value) => {
    if (typeof value !== 'string' || !ipaddr.isValid(value)) return false
    const address = ipaddr.process(value)
    return address.kind() === network.kind() && address.match(network, bits)
  })
}

const accept = <T>(test: T): Compiled<T> => ({ ok: true, test })
const refuse = (reason: string): { ok: false; reason: string } => ({ ok: false, reason })
