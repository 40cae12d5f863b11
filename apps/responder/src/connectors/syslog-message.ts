import { severityWord } from '@genba/contracts'
import type { Notice } from './connector.js'

/** RFC 5424: critical, error, warning, notice, informational. */
const LEVELS = { critical: 2, high: 3, medium: 4, low: 5, info: 6 } as const
/** RFC 5612: the enterprise number for examples; Genba has none of its own. */
const SD_ID = 'genba@32473'

/** One RFC 5424 message, its key and names as structured data; `host` is who says it. */
export function syslogMessage(
  notice: Notice,
  key: string,
  { facility, host }: { facility: number; host: string },
): string {
  const { plant, incident, title, severity0to100, at, drill } = notice
  const priority = facility * 8 + LEVELS[severityWord(severity0to100)]
  const names = { key, plant, incident, ...(drill ? { drill } : {}), title_en: title.en }
  const data = Object.entries(names).map(([name, value]) => ` ${name}="${value.replace(/["\\\]]/g, '\\$&')}"`)
  // Control characters would end the message early where lines are records; the BOM says UTF-8 (RFC 5424, 6.4).
  const text = title.ja.replace(/\p{Cc}/gu, ' ')
  return `<${priority}>1 ${new Date(at).toISOString()} ${host} genba - notice [${SD_ID}${data.join('')}] \uFEFF${text}`
}
