import { z } from 'zod'

/** Public keys that a plant or the SOC trusts: base64 of the SubjectPublicKeyInfo, which is PEM without header, footer and line ends. */
export const Trust = z.strictObject({
  keys: z.array(z.strictObject({ name: z.string().min(1), publicKey: z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/) })),
})
export type Trust = z.infer<typeof Trust>

/** Whether playbooks that nobody trusted has signed may run: `flag` lets them and says so, `require` does not. Broken ones never do. */
export const SIGNATURE_RULES = ['flag', 'require'] as const
export type SignatureRule = (typeof SIGNATURE_RULES)[number]

/** A PEM key, or the base64 in it, on one line. */
export const bareKey = (pem: string): string => pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '')
