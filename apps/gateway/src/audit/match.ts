import type { AuditLink, AuditQuery } from '@genba/contracts'
import type { AuditLink as Link } from '@genba/platform'

export const flat = ({ entry, seq, id, previous, hash }: Link): AuditLink => ({ seq, id, ...entry, previous, hash })

export function matches(link: AuditLink, { text, from, to }: Pick<AuditQuery, 'text' | 'from' | 'to'>): boolean {
  if (from !== undefined && link.at < from) return false
  if (to !== undefined && link.at > to) return false
  if (!text) return true
  const wanted = text.toLowerCase()
  return [link.by, link.action, link.subject].some((part) => part.toLowerCase().includes(wanted))
}
