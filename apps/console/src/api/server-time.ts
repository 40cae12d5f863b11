/** A client's clock in a plant can be minutes off; clocks and due times must not be. Smaller differences are the header's rounding. */
const NOTICEABLE_MS = 2_000
let offsetMs = 0

/** Learns the server's time from an answer's `Date` header, which has whole seconds. */
export function noteServerTime(header: string | null): void {
  const server = header ? Date.parse(header) : Number.NaN
  if (Number.isNaN(server)) return
  const difference = server + 500 - Date.now()
  offsetMs = Math.abs(difference) < NOTICEABLE_MS ? 0 : difference
}

/** Now, by the server's clock. The one place in the console that reads time. */
export const serverNow = (): number => Date.now() + offsetMs
