import { ORIGINAL_MAX_CHARS, Relayed, UNPLACED, type Alert, type Measurement, type Source } from '@genba/contracts'
import type { AlertDraft, Decoded, MeasurementDraft, Rejected } from './decoders/decoded.js'
import { decodeEve } from './decoders/eve.js'
import { detectFormat, linesOf, type Format, type Own, type Reading } from './decoders/frame.js'
import { decodeGenba, decodeMeasurement } from './decoders/genba.js'
import { rejectIssue } from './decoders/reject.js'
import { decodeSyslog } from './decoders/syslog.js'
import { deriveId } from './derive-id.js'
import { place, type Placed, type Site } from './place.js'
import { eventTime, type Telling } from './time/event-time.js'
import { isoMs } from './time/moment.js'

/** A line of 256 KiB is 50 times the longest sensor record seen; Kafka takes messages up to 1 MiB, base64 included. */
export const LINE_MAX_BYTES = 262_144
export const LINES_MAX = 50_000
/** The sender chooses these words: only so many become keys of the answer, the rest count as `other`. */
export const IGNORED_TYPES_MAX = 50
const TYPE_MAX_CHARS = 100

export type RejectedLine = {
  line: number
  field?: string | undefined
  reason: string
  format: string
  bytes: Uint8Array
}

/** Everything that one request brought. */
export type Batch = {
  alerts: Alert[]
  measurements: Measurement[]
  ignored: Map<string, number>
  rejected: RejectedLine[]
  unplaced: number
}

export type From = { source: Source; site: Site; now: number; reading: Reading; own: Own }

/** One record on its way: its line, that line's bytes, the record's own bytes, and what its envelope says. */
type Item = {
  line: number
  raw: Buffer | string
  bytes: Buffer | string
  receivedAt: number
  telling: Telling
  envelope?: Pick<Relayed, 'n' | 'drill'>
}

/** Reads a request body; a bad line is rejected alone. Returns `too-many-lines` without looking at any when there are more than LINES_MAX. */
export function readBatch(body: Buffer, from: From): Batch | 'too-many-lines' {
  const batch: Batch = { alerts: [], measurements: [], ignored: new Map(), rejected: [], unplaced: 0 }
  if (from.reading.framing === 'json') return readJson(body, from, batch)
  let lines = 0
  for (const { line, bytes } of linesOf(body)) {
    if (++lines > LINES_MAX) return 'too-many-lines'
    if (bytes.length > LINE_MAX_BYTES)
      reject(batch, line, bytes, from.reading.format, { is: 'rejected', reason: `longer than ${LINE_MAX_BYTES} bytes` })
    else readLine(line, bytes, from, batch)
  }
  return batch
}

function readLine(line: number, bytes: Buffer, from: From, batch: Batch): void {
  const { format } = from.reading
  const text = bytes.toString('utf8')
  if (format === 'syslog')
    return take({ line, raw: bytes, bytes, receivedAt: from.now, telling: 'live' }, text, text, 'syslog', from, batch)
  const value = parseJson(text)
  if (value.ok)
    readValue({ line, raw: bytes, bytes, receivedAt: from.now, telling: 'recorded' }, value.value, text, from, batch)
  else reject(batch, line, bytes, format, { is: 'rejected', reason: value.reason })
}

function readJson(body: Buffer, from: From, batch: Batch): Batch | 'too-many-lines' {
  const read = parseJson(body.toString('utf8').replace(/^\uFEFF/, ''))
  if (!read.ok) {
    reject(batch, 1, body, from.reading.format, { is: 'rejected', reason: read.reason })
    return batch
  }
  const values: unknown[] = Array.isArray(read.value) ? read.value : [read.value]
  if (values.length > LINES_MAX) return 'too-many-lines'
  values.forEach((value, n) => {
    const text = JSON.stringify(value)
    readValue(
      { line: n + 1, raw: text, bytes: text, receivedAt: from.now, telling: 'recorded' },
      value,
      text,
      from,
      batch,
    )
  })
  return batch
}

function readValue(item: Item, value: unknown, text: string, from: From, batch: Batch): void {
  const format = from.reading.format === 'detect' ? detectFormat(value, from.own) : from.reading.format
  if (format === 'relayed') return readRelayed(item, value, from, batch)
  take(item, value, text, format, from, batch)
}

/** The envelope tells when a relay received the record, so that a replayed capture is judged by the clock of its own day. */
function readRelayed(item: Item, value: unknown, from: From, batch: Batch): void {
  const read = Relayed.safeParse(value)
  if (!read.success) return reject(batch, item.line, item.raw, 'relayed', rejectIssue(read.error))
  const { n, received_at, source, record, drill } = read.data
  const receivedAt = isoMs(received_at)
  const refuse = (field: string, reason: string) =>
    reject(batch, item.line, item.raw, 'relayed', { is: 'rejected', field, reason })
  if (receivedAt === undefined) return refuse('received_at', 'not a time such as 2026-05-18T07:00:00Z')
  if ((source === 'syslog') !== (typeof record === 'string'))
    return refuse('record', source === 'syslog' ? 'a syslog record is a text' : `a ${source} record is an object`)
  const text = typeof record === 'string' ? record : JSON.stringify(record)
  take(
    {
      ...item,
      bytes: text,
      receivedAt,
      telling: 'live',
      envelope: { ...(n === undefined ? {} : { n }), ...(drill === undefined ? {} : { drill }) },
    },
    record,
    text,
    source === 'suricata' ? 'eve' : source,
    from,
    batch,
  )
}

/** Decodes one record and adds what it is to the batch. */
function take(
  item: Item,
  record: unknown,
  text: string,
  format: Exclude<Format, 'relayed'>,
  from: From,
  batch: Batch,
): void {
  const receipt = { at: item.receivedAt, offsetMs: format === 'syslog' ? from.site.offsetMs(item.receivedAt) : 0 }
  const decoded = decode(format, record, receipt)
  if (decoded.is === 'rejected') return reject(batch, item.line, item.raw, format, decoded)
  if (decoded.is === 'ignored') return count(batch.ignored, decoded.type.slice(0, TYPE_MAX_CHARS))
  const placed = place(from.site, decoded.draft, from.source.defaultZone)
  if (placed.is === 'rejected') return reject(batch, item.line, item.raw, format, placed)
  if (placed.zone === UNPLACED) batch.unplaced++
  const stamp = stampOf(item, decoded.draft, from)
  decoded.draft.drill ??= item.envelope?.drill
  const original = format === 'genba' ? undefined : text.slice(0, ORIGINAL_MAX_CHARS)
  if (decoded.is === 'alert') batch.alerts.push(alertOf(decoded.draft, stamp, placed, original))
  else batch.measurements.push(measurementOf(decoded.draft, stamp, placed))
}

function decode(
  format: Exclude<Format, 'relayed'>,
  record: unknown,
  receipt: { at: number; offsetMs: number },
): Decoded {
  switch (format) {
    case 'genba':
      return decodeGenba(record)
    case 'eve':
      return decodeEve(record)
    case 'syslog':
      return decodeSyslog(record as string, receipt)
    case 'measurement':
      return decodeMeasurement(record)
  }
}

function stampOf(
  { line, bytes, receivedAt, telling, envelope }: Item,
  { givenId, saidAt }: AlertDraft | MeasurementDraft,
  { source, site }: From,
) {
  const isTold = saidAt !== undefined || envelope?.n !== undefined
  const id = deriveId(
    source.name,
    givenId !== undefined
      ? { by: 'given', id: givenId }
      : isTold
        ? { by: 'content', bytes, n: envelope?.n }
        : { by: 'moment', bytes, receivedAt, line: envelope ? 0 : line },
  )
  const { at, clock } = eventTime(saidAt, receivedAt, telling)
  return { id, source: source.name, plant: site.plant, receivedAt, at, clock }
}

type Stamp = ReturnType<typeof stampOf>
type Where = Omit<Placed, 'is'>

/** Field by field: spreading costs more than all of the decoding. */
function alertOf(
  draft: AlertDraft,
  { id, source, plant, at, receivedAt, clock }: Stamp,
  where: Where,
  original: string | undefined,
): Alert {
  const { sensor = source, kind, rule, name, severity, fields } = draft
  const alert: Alert = {
    v: 1,
    id,
    source,
    sensor,
    plant,
    zone: where.zone,
    at,
    receivedAt,
    clock,
    kind,
    rule,
    name,
    severity,
    fields,
  }
  if (where.asset !== undefined) alert.asset = where.asset
  if (where.src) alert.src = where.src
  if (where.dst) alert.dst = where.dst
  if (draft.protocol !== undefined) alert.protocol = draft.protocol
  if (draft.drill !== undefined) alert.drill = draft.drill
  if (original !== undefined) alert.original = original
  return alert
}

function measurementOf(
  draft: MeasurementDraft,
  { id, source, plant, at, receivedAt }: Stamp,
  where: Where,
): Measurement {
  const { tag, kind, value, quality, unit, drill } = draft
  const measurement: Measurement = {
    v: 1,
    id,
    source,
    plant,
    zone: where.zone,
    tag,
    kind,
    value,
    quality,
    at,
    receivedAt,
  }
  if (where.asset !== undefined) measurement.asset = where.asset
  if (unit !== undefined) measurement.unit = unit
  if (drill !== undefined) measurement.drill = drill
  return measurement
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false; reason: string } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (cause) {
    return { ok: false, reason: `not JSON: ${(cause as Error).message.slice(0, 200)}` }
  }
}

function reject(batch: Batch, line: number, bytes: Buffer | string, format: string, { field, reason }: Rejected): void {
  const all = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
  const told =
    all.length > LINE_MAX_BYTES ? `${reason}; only the first ${LINE_MAX_BYTES} bytes of ${all.length} are kept` : reason
  batch.rejected.push({
    line,
    ...(field === undefined ? {} : { field }),
    reason: told,
    format,
    bytes: all.subarray(0, LINE_MAX_BYTES),
  })
}

function count(ignored: Map<string, number>, type: string): void {
  const key = ignored.has(type) || ignored.size < IGNORED_TYPES_MAX ? type : 'other'
  ignored.set(key, (ignored.get(key) ?? 0) + 1)
}
