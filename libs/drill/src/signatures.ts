/** One rule of a network sensor as its alerts carry it. Severity is Suricata's: 1 high, 2 medium, 3 low. */
export type Signature = { id: number; rev: number; category: string; severity: 1 | 2 | 3 }

/** Quickdraw, Emerging Threats and Suricata rules by the text that their alerts show; a scenario names them by it. */
export const SIGNATURES: Readonly<Record<string, Signature>> = {
  'SCADA_IDS: Modbus TCP - Force Listen Only Mode': sig(1111001, 2, 'Attempted Denial of Service', 1),
  'SCADA_IDS: Modbus TCP - Restart Communications Option': sig(1111002, 2, 'Attempted Denial of Service', 1),
  'SCADA_IDS: Modbus TCP - Read Device Identification': sig(1111004, 2, 'Attempted Information Leak', 3),
  'SCADA_IDS: Modbus TCP - Report Server Information': sig(1111005, 2, 'Attempted Information Leak', 3),
  'SCADA_IDS: Modbus TCP - Unauthorized Read Request to a PLC': sig(1111006, 2, 'Potentially Bad Traffic', 2),
  'SCADA_IDS: Modbus TCP - Unauthorized Write Request to a PLC': sig(1111007, 2, 'Potentially Bad Traffic', 1),
  'SCADA_IDS: Modbus TCP - Function Code Scan': sig(1111014, 2, 'Attempted Information Leak', 3),
  'S7 Enumerate Redpoint NSE Request CPU Function Read SZL attempt': sig(1111301, 1, 'Attempted Information Leak', 3),
  'SCADA_IDS: ENIP/CIP - Stop Detected from Unauthorized Client': sig(
    1111511,
    1,
    'Detection of a Denial of Service Attack',
    2,
  ),
  'TCP EtherNet/IP Request Identity Attempt Via Redpoint Nmap NSE': sig(1111517, 1, '', 3),
  'SURICATA STREAM FIN out of window': sig(2210038, 2, 'Generic Protocol Command Decode', 3),
  'SURICATA STREAM Packet with invalid timestamp': sig(2210044, 2, 'Generic Protocol Command Decode', 3),
  'SURICATA STREAM Packet with invalid ack': sig(2210045, 2, 'Generic Protocol Command Decode', 3),
  'SURICATA STREAM excessive retransmissions': sig(2210054, 1, 'Generic Protocol Command Decode', 3),
}

/** What a healthy network's sensor also reports, all of it low: re-sent, late and half-seen packets. */
export const STREAM_SIGNATURES = Object.keys(SIGNATURES).filter((name) => name.startsWith('SURICATA STREAM'))

function sig(id: number, rev: number, category: string, severity: 1 | 2 | 3): Signature {
  return { id, rev, category, severity }
}
