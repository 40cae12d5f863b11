/** Ports on which industrial servers listen above 1023: enough to tell a PLC from its client when a capture began in mid-stream. */
const SERVICE_PORTS = new Set([
  1089, 1090, 1091, 1883, 1911, 2222, 2404, 4000, 4840, 4911, 5006, 5007, 5094, 8883, 9600, 18245, 18246, 20000, 20547,
  34962, 34963, 34964, 34980, 44818, 47808, 55000, 55003,
])

const isService = (port: number | undefined): boolean =>
  port !== undefined && port > 0 && (port < 1024 || SERVICE_PORTS.has(port))

/** Which of two ends is the server: the one with a well-known port; where both or none have one, what the source says (`hint`). */
export function serverSide(
  first: number | undefined,
  second: number | undefined,
  hint: 'first' | 'second',
): 'first' | 'second' {
  if (isService(first) === isService(second)) return hint
  return isService(first) ? 'first' : 'second'
}
