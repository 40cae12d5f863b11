import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { Stop } from '../stop.js'
import { EMPTY_FIREWALL, Firewall } from './firewall.js'

export function loadFirewall(file: string): Firewall {
  if (!existsSync(file)) return EMPTY_FIREWALL
  try {
    return Firewall.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new Stop(`${file} cannot be read; move it away to begin anew`, { cause: error })
  }
}

/** Whole or not at all, also through a power cut: written beside, flushed, then renamed over. */
export function saveFirewall(file: string, firewall: Firewall): void {
  mkdirSync(dirname(file), { recursive: true })
  const beside = `${file}.next`
  const handle = openSync(beside, 'w')
  try {
    writeSync(handle, JSON.stringify(firewall))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(beside, file)
}
