import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, webcrypto } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { signPlaybook, withSignature, type Algorithm } from '@genba/playbook'
import type { Say } from '../say.js'
import { Stop } from '../stop.js'
import { readText, readValid } from './files.js'

/** Signs playbook files in place; each gets one more signature at its end and keeps its other bytes. */
export async function sign(files: string[], { key, signee }: { key: string; signee: string }, say: Say): Promise<void> {
  const pair = keysOf(await readText(key), key)
  for (const file of files) {
    const { json, playbook } = await readValid(file)
    const at = new Date().toISOString()
    const signature = await signPlaybook(playbook, webcrypto.subtle, {
      ...pair,
      signee,
      id: `jss--${randomUUID()}`,
      at,
    })
    await writeFile(file, withSignature(json, signature))
    say(`${file}: signed by ${signee} (${pair.algorithm})`)
  }
}

/** Makes a key to sign with: the private one for its owner's eyes, the public one on the screen for trust lists. */
export async function keygen(file: string, { algorithm }: { algorithm: Algorithm }, say: Say): Promise<void> {
  const pair =
    algorithm === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const text = pair.privateKey.export({ type: 'pkcs8', format: 'pem' })
  await writeFile(file, text, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new Stop(error.code === 'EEXIST' ? `${file} is there already` : `${file}: ${error.code ?? error.message}`)
  })
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  say(JSON.stringify({ name: 'NAME', publicKey }))
}

function keysOf(pem: string, file: string): { algorithm: Algorithm; privateKey: string; publicKey: string } {
  try {
    const key = createPrivateKey(pem)
    const isP256 = key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
    const algorithm = key.asymmetricKeyType === 'ed25519' ? 'Ed25519' : isP256 ? 'ES256' : undefined
    if (!algorithm) throw new Stop(`${file}: a key of type ${key.asymmetricKeyType}; use Ed25519 or EC P-256`)
    const privateKey = key.export({ type: 'pkcs8', format: 'pem' }) as string
    const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string
    return { algorithm, privateKey, publicKey }
  } catch (error) {
    if (error instanceof Stop) throw error
    // The cause could hold parts of the key.
    throw new Stop(`${file}: no private key in PEM`)
  }
}
