import { z } from 'zod'

/** Public keys that a plant or the SOC trusts: base64 of the SubjectPublicKeyInfo, which is PEM without header, footer and line ends. */
export const Trust = z.strictObject({
  keys: z.array(z.strictObject({ name: z.string().min(1), publicKey: z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/) })),
})
export type Trust = z.infer<typeof Trust>

/** A trust list from its JSON text; throws with what is wrong, which `file` begins. */
export function readTrust(text: string, file: string): Trust {
  const read = Trust.safeParse(JSON.parse(text))
  if (!read.success) throw new Error(`${file} is no trust list: ${read.error.message}`)
  return read.data
}

/** A PEM key, or the base64 in it, on one line. */
export const bareKey = (pem: string): string => pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '')
