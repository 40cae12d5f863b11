// @ts-check
// `npm test`: installs what is missing, builds, checks the code, runs every test on real engines and in a real browser, and closes with the totals.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../deploy/local/build.mjs'
import { startEngines } from '../deploy/local/engines.mjs'
import { homeOf, REPO } from '../deploy/local/home.mjs'
import {
  ensureChromium,
  ensureEngineJars,
  ensurePackages,
  ensureRedis,
  ensureRequirements,
} from '../deploy/local/install.mjs'
import { Refused } from '../deploy/local/run.mjs'
import { speakTo } from '../deploy/local/say.mjs'

const JEST = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', 'node_modules/jest/bin/jest.js']
/** One worker a processor: jest would leave one processor to itself, which is half of a small machine. */
const PURE = ['--maxWorkers=100%']
/** One file at a time; what a failed test left open keeps nobody waiting. */
const ON_ENGINES = ['--runInBand', '--forceExit']

const say = speakTo(process.stdout)
const home = join(homeOf(process.env), 'test')
const wished = process.argv.slice(2)
/** What is asked for may be in one of the projects only. */
const only = wished.length > 0 ? [...wished, '--passWithNoTests'] : []
const totals = { passed: 0, failed: 0, skipped: 0 }

/**
 * Runs a command with its output on ours: through pipes, so that it draws nothing over what runs beside it.
 * @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} [env] @returns {Promise<number>}
 */
function show(command, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: REPO, env, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => process.stdout.write(chunk))
    child.once('error', () => resolve(1))
    child.once('close', (code) => resolve(code ?? 1))
  })
}

/** A check that counts as one test. @param {string} name @param {string[]} args */
async function check(name, args) {
  say.line(`\n${name}`)
  if ((await show(join(REPO, 'node_modules/.bin', args[0] ?? ''), args.slice(1))) === 0) totals.passed++
  else totals.failed++
}

/** @param {string} name of a project in jest.config.mjs @param {string[]} flags @param {NodeJS.ProcessEnv} [env] */
async function jest(name, flags, env) {
  say.line(`\n${name} tests`)
  const report = join(home, `${name}.json`)
  rmSync(report, { force: true })
  const code = await show(
    'node',
    [...JEST, '--selectProjects', name, '--json', `--outputFile=${report}`, ...flags, ...only],
    env,
  )
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'))
    totals.passed += result.numPassedTests
    totals.failed += result.numFailedTests
    totals.skipped += result.numPendingTests + result.numTodoTests
    // A file that breaks before its first test counts as a failure of its own.
    totals.failed += result.numRuntimeErrorTestSuites
    if (code !== 0 && result.numFailedTests + result.numRuntimeErrorTestSuites === 0) totals.failed++
  } catch {
    totals.failed++
  }
}

async function prepare() {
  mkdirSync(home, { recursive: true })
  await say.step('requirements', () => ensureRequirements())
  await Promise.all([
    say.step('npm packages', () => ensurePackages()).then(() => say.step('build', () => build({ env: process.env }))),
    say.step('engine jars', () => ensureEngineJars()),
    // One after the other: the package manager of the system takes one order at a time.
    say.step('redis', () => ensureRedis()).then(() => say.step('browser', () => ensureChromium())),
  ])
}

try {
  await prepare()
  await Promise.all([
    check('types', ['tsc', '-p', 'tsconfig.eslint.json', '--noEmit']).then(() => jest('unit', PURE)),
    check('lint', ['eslint', '.']).then(() => check('format', ['prettier', '--check', '--log-level', 'warn', '.'])),
  ])
  const data = join(home, 'data')
  rmSync(data, { recursive: true, force: true })
  const engines = await startEngines({ dir: data, say })
  try {
    const env = { ...process.env, ...engines.env }
    // Side by side: while one waits for a group to be shared out, a page to be drawn or a quiet moment, the other computes.
    await Promise.all([jest('engine', ON_ENGINES, env), jest('e2e', ON_ENGINES, env)])
  } finally {
    await engines.stop()
  }
} catch (error) {
  totals.failed++
  say.line(error instanceof Refused ? error.message : String(/** @type {Error} */ (error).stack ?? error))
}
say.line(`\n${totals.passed} passed, ${totals.failed} failed${totals.skipped ? `, ${totals.skipped} skipped` : ''}`)
process.exitCode = totals.failed === 0 ? 0 : 1
