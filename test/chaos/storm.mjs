// @ts-check
// `npm run test:chaos`: 200 responses while responder, Redis, database and Kafka are killed in an order drawn from a seed, which is printed.
// CHAOS_RESPONSES, CHAOS_ROUNDS (each kind of kill once a round) and CHAOS_SEED choose another storm.
import { spawn } from 'node:child_process'
import { build } from '../../deploy/local/build.mjs'
import { REPO } from '../../deploy/local/home.mjs'
import { ensurePackages, ensureRequirements } from '../../deploy/local/install.mjs'
import { speakTo } from '../../deploy/local/say.mjs'

const say = speakTo(process.stdout)
await ensureRequirements()
await say.step('npm packages', () => ensurePackages())
await say.step('build', () => build({ env: process.env }))
const { CHAOS_RESPONSES = '200', CHAOS_ROUNDS = '6', CHAOS_SEED = String(Date.now() % 1_000_000) } = process.env
const jest = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', 'node_modules/jest/bin/jest.js']
const which = ['--selectProjects', 'e2e', '--runInBand', '--forceExit', '--testPathPatterns', 'chaos/storm']
const child = spawn(process.execPath, [...jest, ...which], {
  cwd: REPO,
  env: { ...process.env, CHAOS_RESPONSES, CHAOS_ROUNDS, CHAOS_SEED },
  stdio: 'inherit',
})
child.once('exit', (code) => (process.exitCode = code ?? 1))
