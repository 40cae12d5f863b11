import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type TextFile = { file: string; text: string }
export type Folder = { files: readonly TextFile[]; hash: string }

/**
 * The YAML files of folders, by name in order; of files with the same name the last folder's counts, so that a site can replace what
 * comes with Genba. `hash` changes with any name or content. Throws when a folder can't be read.
 */
export async function readFolders(folders: readonly string[]): Promise<Folder> {
  const paths = new Map<string, string>()
  for (const folder of folders)
    for (const name of await readdir(folder)) if (/\.ya?ml$/.test(name)) paths.set(name, join(folder, name))
  const files = await Promise.all(
    [...paths.keys()].sort().map(async (name): Promise<TextFile> => {
      const file = paths.get(name) as string
      return { file, text: await readFile(file, 'utf8') }
    }),
  )
  return { files, hash: hashOf(files) }
}

/** Of names and contents, in hex: the same files elsewhere have the same one. */
export function hashOf(files: readonly TextFile[]): string {
  const hash = createHash('sha256')
  for (const { file, text } of files) hash.update(JSON.stringify([basename(file), text]))
  return hash.digest('hex')
}

/** The folder `name` of a package, by the address of its package.json, and the site's own one. */
export const foldersOf = (manifest: string, name: string, own: string | undefined): string[] => [
  fileURLToPath(new URL(`${name}/`, manifest)),
  ...(own === undefined ? [] : [own]),
]
