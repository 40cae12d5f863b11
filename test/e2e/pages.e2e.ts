import { afterAll, beforeAll, describe, expect } from '@jest/globals'
import { signIn } from '../person.js'
import { sceneOf } from '../scene.js'
import { ATTACK, until } from '../stack.js'
import { Board } from './pages/board.js'
import { tellDecisions } from './pages/decide.js'
import { tellHands } from './pages/hands.js'
import { tellLooks } from './pages/looks.js'
import { tellRulesAndAlerts } from './pages/rules-and-alerts.js'
import { tellStates } from './pages/states.js'

const board = new Board()
beforeAll(() => board.open())
afterAll(() => board.close())

const scene = sceneOf('pages', () => ({ GENBA_CONNECTORS_FILE: board.file }))

describe('before anything happened', () => tellStates(scene))

describe('after an attack', () => {
  beforeAll(async () => {
    const { stack } = scene
    // Faster, both zones' alerts come within one look of the correlator, and which of them began it is chance.
    await stack.genba('simulate', ATTACK, '--to', stack.ingest, '--key', stack.key, '--speed', '8')
    const answer = await fetch(`${stack.ingest}/v1/alerts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stack.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'no severity that is one', severity: 'huge' }),
    })
    expect(answer.status).toBe(400)
    const soc = await signIn(stack.console, 'soc', stack.password)
    const waits = async () => (await soc.incidents()).some(({ response }) => response?.waiting.length)
    await until('a decision to wait', waits, 90_000)
  }, 120_000)

  tellRulesAndAlerts(scene)
  tellLooks(scene)
  tellDecisions(scene, board)
  tellHands(scene)
})
