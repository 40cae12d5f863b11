import { isoMs, nearestMoment, readWallTime } from '../time/moment.js'
import type { Receipt } from './decoded.js'

/** A syslog line taken apart: RFC 5424, RFC 3164, and what devices make of the latter. All parts can be missing but the message. */
export type SyslogLine = {
  /** 0 (emergency) to 7 (debug). */
  level?: number
  facility?: number
  at?: number
  host?: string
  app?: string
  procId?: string
  msgId?: string
  structured: Record<string, string>
  message: string
}

const PRI = /^<(\d{1,3})>/
const PRI_MAX = 191
const RFC5424 = /^1 (\S+) (\S+) (\S+) (\S+) (\S+) (?=\[|-)/
const ISO_FIRST = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*) /
const HOST = /^([A-Za-z0-9_.:-]{1,255}) +/
const TAG = /^(?!CEF:\d|%)([^\s:[\]]{1,128})(?:\[([^\]\s]{0,128})\])?(?:: ?| (?=CEF:\d))/
const STRUCTURED_MAX = 64

/** Reads the header; never fails, since a line that fits no standard is still a message. */
export function readSyslogHeader(line: string, receipt: Receipt): SyslogLine {
  const [mark, digits] = PRI.exec(line) ?? ['', '']
  const isPri = mark !== '' && Number(digits) <= PRI_MAX
  const rest = isPri ? line.slice(mark.length) : line
  const priority = isPri ? { facility: Number(digits) >> 3, level: Number(digits) & 7 } : {}
  return { ...priority, ...(read5424(rest) ?? read3164(rest, receipt)) }
}

function read5424(text: string): SyslogLine | undefined {
  const [head, time, host, app, procId, msgId] = RFC5424.exec(text) ?? []
  if (head === undefined) return undefined
  const { structured, length } = readStructured(text.slice(head.length))
  const at = isoMs(time!)
  return {
    ...(at === undefined ? {} : { at }),
    ...given({ host, app, procId, msgId }),
    structured,
    message: text.slice(head.length + length).replace(/^ ?\uFEFF?/, ''),
  }
}

/** `-` stands for nothing in RFC 5424. */
const given = (parts: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined && value !== '-'))

/** `[id name="value" …][…]`, with `\"`, `\\` and `\]` inside values; stops where it stops being that. */
function readStructured(text: string): { structured: Record<string, string>; length: number } {
  const structured: Record<string, string> = {}
  if (text.startsWith('-')) return { structured, length: 1 }
  const element = /\[([^\s\]="]{1,64})((?: [^\s\]="]{1,64}="(?:[^"\\\]]|\\.)*")*) ?\]/y
  const pair = / ([^\s\]="]{1,64})="((?:[^"\\\]]|\\.)*)"/g
  let length = 0
  for (let found = element.exec(text), kept = 0; found; found = element.exec(text)) {
    for (const [, name, value] of found[2]!.matchAll(pair))
      if (kept++ < STRUCTURED_MAX) structured[`${found[1]}.${name}`] = value!.replace(/\\(["\\\]])/g, '$1')
    length = element.lastIndex
  }
  return { structured, length }
}

/** `Mmm dd hh:mm:ss host app[pid]: message`; Cisco writes `Mmm dd yyyy hh:mm:ss: message`, some write an ISO time. */
function read3164(text: string, receipt: Receipt): SyslogLine {
  const timed = readTime(text, receipt)
  if (!timed) return { structured: {}, message: text }
  const after = timed.rest
  const time = timed.at === undefined ? {} : { at: timed.at }
  const isHostless = after.startsWith(':') || /^\s*(?:CEF:\d|%[A-Z]+-)/.test(after)
  if (isHostless) return { ...time, structured: {}, message: after.replace(/^:? */, '') }
  const [hostPart, host] = HOST.exec(after.trimStart()) ?? ['', undefined]
  const message = after.trimStart().slice(hostPart.length)
  const [tagPart, app, procId] = TAG.exec(message) ?? ['', undefined, undefined]
  return { ...time, ...given({ host, app, procId }), structured: {}, message: message.slice(tagPart.length) }
}

function readTime(text: string, receipt: Receipt): { at: number | undefined; rest: string } | undefined {
  const wall = readWallTime(text)
  if (wall) return { at: nearestMoment(wall.wall, receipt), rest: text.slice(wall.length) }
  const [head, iso] = ISO_FIRST.exec(text) ?? []
  return head === undefined ? undefined : { at: isoMs(iso!), rest: text.slice(head.length) }
}
