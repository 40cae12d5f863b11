/** What runs over a link: port, transport, Suricata's `app_proto` and the OT IDS's name for it. */
export type Service = { port: number; proto: 'TCP' | 'UDP'; app?: string; otName: string }

export const SERVICES = {
  modbus: { port: 502, proto: 'TCP', app: 'modbus', otName: 'Modbus' },
  s7: { port: 102, proto: 'TCP', otName: 'S7/S7Plus/61850-MMS' },
  enip: { port: 44818, proto: 'TCP', app: 'enip', otName: 'EtherNet/IP' },
  'opc-ua': { port: 4840, proto: 'TCP', otName: 'OPC-UA' },
  ssh: { port: 22, proto: 'TCP', app: 'ssh', otName: 'SSH' },
  smb: { port: 445, proto: 'TCP', app: 'smb', otName: 'SMB' },
  https: { port: 443, proto: 'TCP', app: 'tls', otName: 'HTTPS' },
  sql: { port: 1433, proto: 'TCP', otName: 'MSSQL' },
  mqtts: { port: 8883, proto: 'TCP', app: 'tls', otName: 'MQTT over TLS' },
  ntp: { port: 123, proto: 'UDP', app: 'ntp', otName: 'NTP' },
  dns: { port: 53, proto: 'UDP', app: 'dns', otName: 'DNS' },
} as const satisfies Record<string, Service>

export type ServiceName = keyof typeof SERVICES
export const SERVICE_NAMES = Object.keys(SERVICES) as [ServiceName, ...ServiceName[]]
