import type { Chance } from './chance.js'
import type { Host } from './scenario.js'
import type { Service } from './services.js'
import { syslogTime } from './time-text.js'

type Notice = { id: number; name: string; severity: 'Low' | 'Medium' | 'High'; category: string; of: 'link' | 'device' }

/** What a passive OT IDS reports, with the event ids and words of Radiflow iSID. */
export const OT_NOTICES = {
  'new-device': { id: 1, name: 'New device detected', severity: 'Medium', category: 'Device', of: 'device' },
  'new-link': { id: 2, name: 'New Link Detected', severity: 'Medium', category: 'Link', of: 'link' },
  'new-mac': { id: 3, name: 'New MAC detected', severity: 'Medium', category: 'Device', of: 'device' },
} as const satisfies Record<string, Notice>

export type OtNoticeName = keyof typeof OT_NOTICES
export const OT_NOTICE_NAMES = Object.keys(OT_NOTICES) as [OtNoticeName, ...OtNoticeName[]]

const SENSOR = 'isid-genba'

/** A CEF line over BSD syslog. `src`/`dst` follow who connected; a device notice names the device in `dvc` only. */
export function otIdsLine(notice: OtNoticeName, link: { from: Host; to: Host; service: Service }, chance: Chance) {
  const { id, name, severity, category, of } = OT_NOTICES[notice]
  const serial = chance.whole(220, 9999)
  const cef = `CEF:0|radiflow|isid|7.0.2.28|${id}|${name}|${severity}|cat='${category}' id=${serial}`
  const fields = of === 'link' ? linkFields(link) : deviceFields(link.from)
  return (at: number): string => `${syslogTime(at)} ${SENSOR} ${SENSOR}[1] ${cef} ${fields}`
}

const linkFields = ({ from, to, service }: { from: Host; to: Host; service: Service }) =>
  `src=${from.ip} dst=${to.ip} pt=${service.port} PtName=${service.otName} SrcName=${from.ip} DstName=${to.ip} ` +
  `SrcMac=${mac(from)} DstMac=${mac(to)} SrcVendor=${vendor(from)} DstVendor=${vendor(to)} SrcType=Server DstType=Server SrcVlan=None`

const deviceFields = (device: Host) =>
  `dvc=${device.ip} SrcName=${device.ip} SrcMac=${mac(device)} SrcVendor=${vendor(device)} SrcType=Server SrcVlan=None`

const mac = (host: Host) => host.mac.toUpperCase()
const vendor = (host: Host) => host.vendor ?? 'Unknown'
