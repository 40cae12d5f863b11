import { describe, expect, it } from '@jest/globals'
import type { Incident } from '@genba/contracts'
import { Clock } from '@genba/platform'
import { playbookVersion, type Playbook } from '@genba/playbook'
import { samplePlaybook } from '../testing/samples.js'
import { Playbooks } from './playbooks.js'

const [CALLER, CALLED, DEFAULT] = ['playbook--caller', 'playbook--called', 'playbook--default']
const plain = (id: string): Playbook => ({ ...samplePlaybook, id })
const calling = (id: string): Playbook => ({
  ...plain(id),
  workflow: { ...samplePlaybook.workflow, call: { type: 'playbook-action', playbook_id: CALLED } },
})
const incident = {
  severity: 90,
  signals: [{ zone: 'line-1', rule: { id: 'write', techniques: [] } }],
} as never as Incident

/** Playbooks of a folder whose default, or whose one row above it, calls another. */
async function open(...books: Playbook[]): Promise<{ playbooks: Playbooks; library: { revoked: Set<string> } }> {
  const table = [
    { when: { rule: ['write'] }, playbook: CALLER },
    { when: {}, playbook: DEFAULT },
  ]
  const library = { revoked: new Set<string>(), news: () => Promise.resolve([]) }
  const files = { execute: () => Promise.resolve({ playbooks: books, table }) }
  const log = { warn: () => {}, error: () => {} }
  const playbooks = new Playbooks(files as never, library as never, new Clock(), log as never)
  await playbooks.onModuleInit()
  playbooks.onModuleDestroy()
  return { playbooks, library }
}

describe('a playbook that was revoked and that others call', () => {
  it('stops nothing that runs: a run has the versions that it began with', async () => {
    const { playbooks, library } = await open(calling(CALLER), plain(CALLED), plain(DEFAULT))
    const { playbook } = playbooks.choose(incident, undefined)
    expect(playbook.called?.[CALLED]?.id).toBe(CALLED)
    library.revoked.add(playbookVersion(plain(CALLED)))
    const run = { playbook: playbookVersion(playbook), called: { [CALLED]: playbookVersion(plain(CALLED)) } }
    expect((await playbooks.ofRun(run)).called?.[CALLED]?.id).toBe(CALLED)
    expect(playbooks.choose(incident, undefined).choice.row).toBe(1)
  })
  it('is still called by the default, which must answer', async () => {
    const { playbooks, library } = await open(plain(CALLER), plain(CALLED), calling(DEFAULT))
    library.revoked.add(playbookVersion(plain(CALLED)))
    library.revoked.add(playbookVersion(plain(CALLER)))
    const { choice, playbook } = playbooks.choose(incident, undefined)
    expect([choice.playbook, playbook.called?.[CALLED]?.id]).toEqual([DEFAULT, CALLED])
  })
  it('and a folder whose playbook calls what is not there at all is refused at the start', async () => {
    await expect(open(calling(CALLER), plain(DEFAULT))).rejects.toThrow(`no playbook ${CALLED} is there to call`)
  })
})
