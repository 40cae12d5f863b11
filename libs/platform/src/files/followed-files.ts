import { ConfigError } from '../config/config.js'
import type { Log } from '../telemetry/log.js'
import { readFolders, type TextFile } from './read-folders.js'

export type HeldFiles<T> = { value: T; files: readonly TextFile[]; hash: string; since: number }
export type RefusedFiles = { hash: string; at: number; reason: string }

type Options<T> = {
  /** What they are, for people: "rules". */
  what: string
  folders: readonly string[]
  /** Throws when the files are not valid; the message tells every fault with file and line. */
  read: (files: readonly TextFile[]) => T
  now?: () => number
}

/**
 * Files of folders and what was read from them, followed while the process runs: looked at by content every few seconds, which works on
 * every file system. What is not valid never replaces what is.
 */
export class FollowedFiles<T> {
  refused: RefusedFiles | undefined
  private timer: NodeJS.Timeout | undefined
  private readonly listeners: (() => void)[] = []

  private constructor(
    private readonly options: Options<T>,
    public held: HeldFiles<T>,
  ) {}

  /** Throws ConfigError when the first reading fails: a process that began without its files would be silently blind. */
  static async open<T>(options: Options<T>): Promise<FollowedFiles<T>> {
    const { what, folders, read, now = Date.now } = options
    const folder = await readFolders(folders).catch((error: Error) => {
      throw new ConfigError(`The ${what} folder cannot be read: ${error.message}`)
    })
    try {
      return new FollowedFiles(options, { ...folder, value: read(folder.files), since: now() })
    } catch (error) {
      throw new ConfigError(`The ${what} are not valid:\n${(error as Error).message}`)
    }
  }

  /** Called when `held` or `refused` has changed. */
  onChange(listener: () => void): void {
    this.listeners.push(listener)
  }

  follow(everyMs: number, log: Log): void {
    this.timer = setInterval(() => {
      this.refresh(log).catch((error: unknown) =>
        log.warn({ err: error }, `could not look at the ${this.options.what}, keeping what is known`),
      )
    }, everyMs)
  }

  stop(): void {
    clearInterval(this.timer)
  }

  async refresh(log: Log): Promise<void> {
    const { what, folders, read, now = Date.now } = this.options
    const folder = await readFolders(folders)
    if (folder.hash === (this.refused ?? this.held).hash) return
    if (folder.hash === this.held.hash) return this.change(() => (this.refused = undefined))
    try {
      const held = { ...folder, value: read(folder.files), since: now() }
      log.info({ hash: held.hash, before: this.held.hash }, `changed ${what} taken over`)
      this.change(() => {
        this.held = held
        this.refused = undefined
      })
    } catch (error) {
      const reason = (error as Error).message
      log.error({ hash: folder.hash, held: this.held.hash, reason }, `changed ${what} refused, the former ones stay`)
      this.change(() => (this.refused = { hash: folder.hash, at: now(), reason }))
    }
  }

  private change(apply: () => void): void {
    apply()
    for (const listener of this.listeners) listener()
  }
}
