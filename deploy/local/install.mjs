// @ts-check
// What must be on the machine, and what is fetched to it once.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { delimiter, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { HERE, homeOf, readJson, REPO, writeWhole } from './home.mjs'
import { Refused, run } from './run.mjs'

const ask = promisify(execFile)
const NODE_LEAST = { major: 20, minor: 19 }
const JAVA_LEAST = 17
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'
const CHROMIUM = '/usr/bin/chromium'
const CJK_FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'

/** @typedef {{ signal?: AbortSignal, env?: NodeJS.ProcessEnv }} Options */

/** Throws Refused with one sentence for each thing that is missing; engines given by address need nothing here. @param {Options} [options] */
export async function ensureRequirements({ env = process.env } = {}) {
  const ownJava = !env.KAFKA_BROKERS || !env.MONGODB_URI
  const checks = [
    checkNode(),
    ...(ownJava ? [checkJava(env), checkMaven(env)] : []),
    ...(env.REDIS_URL ? [] : [checkRedis()]),
  ]
  const missing = (await Promise.all(checks)).filter((sentence) => sentence !== '')
  if (missing.length > 0) throw new Refused(missing.join('\n'))
}

/** The path of redis-server, installed first where we may. @param {Options} [options] */
export async function ensureRedis({ env = process.env, signal } = {}) {
  const found = find('redis-server')
  if (found) return found
  await installPackages(['redis-server'], { env, signal })
  return find('redis-server') ?? refuse('redis-server was installed but is not on the PATH.')
}

/** The path of a browser for tests and screenshots, with Japanese letters. @param {Options} [options] */
export async function ensureChromium({ env = process.env, signal } = {}) {
  if (!existsSync(CHROMIUM) || !existsSync(CJK_FONT))
    await installPackages(['chromium', 'fonts-noto-cjk'], { env, signal })
  return CHROMIUM
}

/** Runs npm install unless the last one saw the same package files. Answers whether it ran. @param {Options} [options] */
export async function ensurePackages({ env = process.env, signal } = {}) {
  const stamp = join(homeOf(env), 'packages.json')
  if (existsSync(join(REPO, 'node_modules')) && readJson(stamp, '') === hashPackages()) return false
  await run('npm', ['install', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: REPO,
    env,
    signal,
    log: join(homeOf(env), 'logs', 'npm-install.log'),
    what: 'npm install',
  })
  writeWhole(stamp, JSON.stringify(hashPackages()))
  return true
}

/** The class paths of the Java engines, fetched by Maven and compiled once; shared by all instances of this clone. @param {Options} [options] */
export async function ensureEngineJars({ env = process.env, signal } = {}) {
  const home = homeOf(env)
  const lib = join(home, 'lib', hashFiles(ENGINE_SOURCES.map((name) => join(HERE, name))))
  if (!existsSync(lib)) {
    const fresh = `${lib}.${process.pid}`
    const log = join(home, 'logs', 'maven.log')
    try {
      const into = `-DoutputDirectory=${join(fresh, '${project.artifactId}')}`
      await run('mvn', ['-B', '-q', '-T', '2', '-f', join(HERE, 'pom.xml'), COPY, into], {
        env,
        signal,
        log,
        what: 'Maven',
      })
      await run(
        java(env, 'javac'),
        ['-cp', join(fresh, 'mongo', '*'), '-d', join(fresh, 'mongo'), join(HERE, 'mongo', 'GenbaMongo.java')],
        { env, signal, log, what: 'javac' },
      )
      // Whoever comes second in a race finds the folder taken, with the same in it.
      if (!existsSync(lib)) renameSync(fresh, lib)
    } finally {
      rmSync(fresh, { recursive: true, force: true })
    }
  }
  return {
    java: java(env, 'java'),
    kafka: join(lib, 'kafka', '*'),
    mongo: [join(lib, 'mongo'), join(lib, 'mongo', '*')].join(delimiter),
  }
}
const ENGINE_SOURCES = ['pom.xml', 'kafka/pom.xml', 'mongo/pom.xml', 'mongo/GenbaMongo.java']

async function checkNode() {
  if (process.platform === 'win32') return 'Genba runs on Linux and macOS: on Windows, use it inside WSL 2.'
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > NODE_LEAST.major || (major === NODE_LEAST.major && minor >= NODE_LEAST.minor)) return ''
  return `Node.js ${NODE_LEAST.major}.${NODE_LEAST.minor} or newer is needed and this is ${process.versions.node}: install it from https://nodejs.org or with your version manager.`
}

/** @param {NodeJS.ProcessEnv} env */
async function checkJava(env) {
  const install = `install a JDK, on Debian or Ubuntu: apt-get install -y openjdk-${JAVA_LEAST}-jdk-headless`
  const [runtime, compiler] = await Promise.all([
    versionOf(java(env, 'java'), '-version'),
    versionOf(java(env, 'javac'), '-version'),
  ])
  if (runtime === 0) return `Java ${JAVA_LEAST} or newer is missing: ${install}`
  if (runtime < JAVA_LEAST) return `Java ${JAVA_LEAST} or newer is needed and this is ${runtime}: ${install}`
  return compiler >= JAVA_LEAST ? '' : `The Java compiler (javac ${JAVA_LEAST} or newer) is missing: ${install}`
}

/** @param {NodeJS.ProcessEnv} env */
async function checkMaven(env) {
  return find('mvn', env) ? '' : 'Maven is missing: install it, on Debian or Ubuntu: apt-get install -y maven'
}

async function checkRedis() {
  return find('redis-server') || mayInstall() ? '' : `Redis is missing: ${REDIS_HINT}`
}
const REDIS_HINT =
  'install it, on Debian or Ubuntu: sudo apt-get install -y redis-server, on macOS: brew install redis (or set REDIS_URL)'

/** The major version that a tool tells, 0 when it doesn't run. @param {string} command @param {string} flag */
async function versionOf(command, flag) {
  const told = await ask(command, [flag]).catch(() => ({ stdout: '', stderr: '' }))
  return Number(/(?:version "|javac )(?:1\.)?(\d+)/.exec(told.stdout + told.stderr)?.[1] ?? 0)
}

/** JAVA_HOME's tool if there is one, as Maven chooses too. @param {NodeJS.ProcessEnv} env @param {string} tool */
function java(env, tool) {
  const own = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', tool) : ''
  return own && existsSync(own) ? own : tool
}

/** @param {string} command @param {NodeJS.ProcessEnv} [env] */
function find(command, env = process.env) {
  return (env.PATH ?? '')
    .split(delimiter)
    .map((dir) => join(dir, command))
    .find((path) => existsSync(path))
}

function mayInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && Boolean(find('apt-get'))
}

/** @param {string[]} names @param {Options} options */
async function installPackages(names, { env = process.env, signal }) {
  if (!mayInstall())
    refuse(
      `${names.join(' and ')} can't be installed from here: on Debian or Ubuntu run sudo apt-get install -y ${names.join(' ')}`,
    )
  const log = join(homeOf(env), 'logs', `apt-${names[0]}.log`)
  // In runlevel 1 the package doesn't start a service of its own.
  const options = {
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    signal,
    log,
    what: `apt-get (for ${names.join(', ')})`,
  }
  const patient = ['-o', 'DPkg::Lock::Timeout=120']
  await run('apt-get', [...patient, 'update'], options)
  await run('apt-get', [...patient, 'install', '-y', '--no-install-recommends', ...names], options)
}

function hashPackages() {
  /** @type {string[]} */
  const workspaces = readJson(join(REPO, 'package.json'), { workspaces: [] }).workspaces
  const folders = workspaces.flatMap((pattern) =>
    pattern.endsWith('/*') ? listFolders(pattern.slice(0, -2)) : [pattern],
  )
  return hashFiles(
    ['package.json', 'package-lock.json', ...folders.map((folder) => join(folder, 'package.json'))].map((file) =>
      join(REPO, file),
    ),
  )
}

/** @param {string} parent */
function listFolders(parent) {
  return existsSync(join(REPO, parent))
    ? readdirSync(join(REPO, parent))
        .sort()
        .map((name) => join(parent, name))
    : []
}

/** @param {string[]} files */
function hashFiles(files) {
  const hash = createHash('sha256')
  for (const file of files.filter((path) => existsSync(path)))
    hash.update(relative(REPO, file)).update(readFileSync(file))
  return hash.digest('hex').slice(0, 12)
}

/** @param {string} sentence @returns {never} */
function refuse(sentence) {
  throw new Refused(sentence)
}
