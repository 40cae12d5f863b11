import { readFileSync } from 'node:fs'
import { Secret } from '@genba/platform'
import { z } from 'zod'

/** Where a secret is: a variable of the environment or a file, never the value itself. */
export const SecretRef = z.union([
  z.strictObject({ env: z.string().regex(/^[A-Z][A-Z0-9_]*$/) }),
  z.strictObject({ file: z.string().min(1) }),
])
export type SecretRef = z.infer<typeof SecretRef>
export type Reveal = (ref: SecretRef) => Secret

/** Reads secrets once, at the start. Throws an Error that names the place and never the value. */
export const revealFrom =
  (env: NodeJS.ProcessEnv): Reveal =>
  (ref) => {
    const value = ('env' in ref ? env[ref.env] : readFileSync(ref.file, 'utf8'))?.trim()
    if (!value) throw new Error('env' in ref ? `the environment has no ${ref.env}` : `${ref.file} is empty`)
    // In a header it would fail at each send, with the value in the error.
    if (/\p{Cc}/u.test(value))
      throw new Error(`${'env' in ref ? ref.env : ref.file} holds a line break or another control character`)
    return new Secret(value)
  }
