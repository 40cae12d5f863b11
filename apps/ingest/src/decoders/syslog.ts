import { isIP } from 'node:net'
import type { Endpoint } from '@genba/contracts'
import { isoMs, nearestMoment, readWallTime } from '../time/moment.js'
import { readAsa, type Asa } from './asa.js'
import { readCef, type Cef } from './cef.js'
import { NAME_MAX_CHARS, type AlertDraft, type Decoded, type Receipt } from './decoded.js'
import { flatten } from './flatten.js'
import { readSyslogHeader, type SyslogLine } from './syslog-header.js'

/** Syslog level 0 (emergency) to 7 (debug). */
const LEVEL_SEVERITY = [100, 95, 80, 60, 40, 20, 10, 5] as const
/** RFC 3164, 4.3.3: a line without a priority is user.notice. */
const LEVEL_UNSAID = 5
/** CEF's words and its 0–10 (0–3 low, 4–6 medium, 7–8 high, 9–10 very high; 0 is mere information). */
const CEF_SEVERITY: Record<string, number> = {
  ...{ unknown: 20, low: 20, medium: 50, high: 80, 'very-high': 95 },
  ...Object.fromEntries([5, 20, 20, 20, 50, 50, 50, 80, 80, 95, 95].map((severity, n) => [String(n), severity])),
}
const SENSOR_MAX_CHARS = 200
const MAC = /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i

/** One syslog line: CEF or a Cisco ASA message where it holds one, else the plain message at its own level. Never rejects a line. */
export function decodeSyslog(line: string, receipt: Receipt): Decoded {
  const header = readSyslogHeader(line, receipt)
  const cef = readCef(header.message)
  if (cef) return { is: 'alert', draft: fromCef(cef, header, receipt) }
  const asa = readAsa(header.message)
  return { is: 'alert', draft: asa ? fromAsa(asa, header) : fromPlain(header) }
}

function fromPlain(header: SyslogLine): AlertDraft {
  const app = header.app ?? header.host ?? 'message'
  return {
    ...reported(header),
    kind: 'system',
    rule: `syslog:${app}${header.msgId === undefined ? '' : `/${header.msgId}`}`.slice(0, SENSOR_MAX_CHARS),
    name: nameOf(header.message) || app,
    severity: LEVEL_SEVERITY[header.level ?? LEVEL_UNSAID]!,
    fields: headerFields(header),
  }
}

function fromAsa(asa: Asa, header: SyslogLine): AlertDraft {
  return {
    ...reported(header),
    kind: asa.src || asa.dst ? 'network' : 'system',
    rule: `asa:${asa.id}`,
    name: nameOf(asa.text) || `ASA ${asa.id}`,
    severity: LEVEL_SEVERITY[asa.level]!,
    ...(asa.protocol ? { protocol: asa.protocol } : {}),
    src: asa.src,
    dst: asa.dst,
    fields: { ...headerFields(header), 'asa.id': asa.id },
  }
}

function fromCef(cef: Cef, header: SyslogLine, receipt: Receipt): AlertDraft {
  const own = cef.extension
  // Vendors who left the dictionary (Radiflow: SrcMac, pt, PtName) mean the same things.
  const src = endpoint(own['src'], own['spt'], own['smac'] ?? own['SrcMac'])
  const dst = endpoint(own['dst'], own['dpt'] ?? own['pt'], own['dmac'] ?? own['DstMac'])
  const sensor = own['dvchost'] ?? header.host ?? own['dvc'] ?? `${cef.vendor} ${cef.product}`
  const protocol = own['app'] || own['PtName'] || own['proto']
  return {
    ...reported(header),
    saidAt: cefTime(own['rt'], receipt) ?? header.at ?? cefTime(own['start'], receipt),
    sensor: sensor.slice(0, SENSOR_MAX_CHARS),
    reporters: [own['dvc'], own['dvcmac'], header.host, src ? undefined : own['SrcMac']],
    kind: src || dst ? 'network' : 'system',
    rule: `cef:${cef.vendor}/${cef.product}/${cef.id}`.slice(0, SENSOR_MAX_CHARS),
    name: nameOf(cef.name) || cef.id || 'CEF',
    severity: CEF_SEVERITY[cef.severity.toLowerCase()] ?? LEVEL_SEVERITY[header.level ?? LEVEL_UNSAID]!,
    ...(protocol ? { protocol: protocol.toLowerCase().slice(0, 50) } : {}),
    src,
    dst,
    fields: flatten({ ...headerFields(header), 'cef.version': cef.version, ...own, ...labelled(own) }),
  }
}

/** `rt` and `start` are milliseconds or a date in words (CEF 25, date formats). */
function cefTime(text: string | undefined, receipt: Receipt): number | undefined {
  if (text === undefined || text === '') return undefined
  if (/^\d{12,14}$/.test(text)) return Number(text)
  const wall = readWallTime(text)
  return wall ? nearestMoment(wall.wall, receipt) : isoMs(text)
}

/** `cs1Label=Zone cs1=line-1` also reads as `Zone=line-1`. */
const labelled = (own: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(own)
      .filter(([key, label]) => key.endsWith('Label') && label !== '' && own[key.slice(0, -'Label'.length)])
      .map(([key, label]) => [label.replace(/^"|"$/g, ''), own[key.slice(0, -'Label'.length)]!]),
  )

function endpoint(ip?: string, portText?: string, mac?: string): Endpoint | undefined {
  const port = portText !== undefined && /^\d{1,5}$/.test(portText) ? Number(portText) : undefined
  const known = {
    ...(ip !== undefined && isIP(ip) ? { ip } : {}),
    ...(mac !== undefined && MAC.test(mac) ? { mac } : {}),
  }
  // A port alone is no end of anything: "New MAC detected" has none of the rest.
  if (Object.keys(known).length === 0) return undefined
  return port !== undefined && port <= 65535 ? { ...known, port } : known
}

const reported = (header: SyslogLine) => ({
  saidAt: header.at,
  reporters: [header.host],
  ...(header.host === undefined ? {} : { sensor: header.host.slice(0, SENSOR_MAX_CHARS) }),
})

function headerFields(header: SyslogLine): AlertDraft['fields'] {
  const { level, facility, host, app, procId, msgId, structured } = header
  return flatten({ syslog: { level, facility, host, app, procId, msgId }, ...structured })
}

const nameOf = (text: string): string => text.trim().slice(0, NAME_MAX_CHARS)
