import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { inspectPlaybook } from '../cacao/read-playbook.js'
import { Trust } from './trust.js'
import { refusedBy, verifyPlaybook } from './verify-playbook.js'

const folder = new URL('../../playbooks/', import.meta.url)
const trust = Trust.parse(JSON.parse(readFileSync(new URL('../../trust.json', import.meta.url), 'utf8')))

describe('a playbook that comes with Genba', () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.json')))(
    '%s is signed by a key of the trust list',
    async (file) => {
      const inspected = inspectPlaybook(readFileSync(new URL(file, folder), 'utf8'))
      if (!inspected.ok) throw new Error('no playbook')
      const now = Date.parse(inspected.playbook.modified) + 86_400_000
      const state = await verifyPlaybook(inspected.playbook, { trust, subtle: globalThis.crypto.subtle, now })
      expect(state).toEqual({ is: 'trusted', by: 'genba' })
      expect(refusedBy(state, 'require')).toBeUndefined()
    },
  )
})
