import { Name } from '@genba/contracts'
import { SIGNATURE_RULES, type SignatureRule } from '@genba/contracts'
import type { Algorithm } from '@genba/playbook'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { findAccount, findTarget, readConfig } from './config.js'
import { explain } from './explain/explain.js'
import { createFactory } from './factory/serve.js'
import { show, validate, verify } from './playbook/check.js'
import { chooseFor } from './playbook/choose.js'
import { exportFile, importFiles, list } from './playbook/library.js'
import { keygen, sign } from './playbook/sign.js'
import { replay } from './replay/replay.js'
import { sayError, sayOut } from './say.js'
import { openScenario, simulate, writeScenario } from './simulate/simulate.js'
import { Stop } from './stop.js'
import { WALL } from './wait.js'
import { whatIf, type WhatIfOptions } from './what-if/what-if.js'

const io = { clock: WALL, say: sayOut }
const program = new Command('genba').description('Genba (現場) on the command line')

program
  .command('simulate')
  .description('play a scenario file: sensor records in real time, with noise')
  .argument('<scenario>', 'scenario file (YAML)')
  .option('--to <url>', 'ingest address (else GENBA_INGEST_URL, else a running npm start)')
  .option('--key <key>', 'API key of a source (else GENBA_KEY, else a running npm start)')
  .option('--speed <n>', '2 plays twice as fast', positive, 1)
  .option('--seed <n>', 'another seed gives other noise', whole, 1)
  .option('--loop-noise', 'let the noise go on after the stages, until Ctrl-C', false)
  .option('--drill <id>', 'mark the records as those of a drill', name)
  .option('--out <file>', 'write NDJSON to a file instead of sending')
  .action(
    async (
      file: string,
      options: {
        to?: string
        key?: string
        speed: number
        seed: number
        loopNoise: boolean
        drill?: string
        out?: string
      },
    ) => {
      const scenario = await openScenario(file)
      if (options.out !== undefined) return writeScenario(scenario, options.out, options, io)
      return simulate(scenario, findTarget(options, readConfig()), options, io)
    },
  )

program
  .command('replay')
  .description('send a capture with its own times: EVE, a relayed feed, syslog text, Genba NDJSON')
  .argument('<file>')
  .option('--to <url>', 'ingest address (else GENBA_INGEST_URL, else a running npm start)')
  .option('--key <key>', 'API key of a source (else GENBA_KEY, else a running npm start)')
  .option('--speed <n>', 'pace by the times of the records, 1 is real time (else as fast as possible)', positive)
  .option('--now', 'move all times so that the first record is now', false)
  .action((file: string, options: { to?: string; key?: string; speed?: number; now: boolean }) =>
    replay(file, findTarget(options, readConfig()), options, io),
  )

program
  .command('explain')
  .description('why an incident is one, or why an alert is in it or not')
  .argument('<incident>', 'id of the incident; with --zone the plant of an alert that is in none')
  .argument('[alert]', 'id of the alert')
  .option('--zone <zone>', 'the alert is in no incident: its zone')
  .option('--to <url>', 'gateway address (else GENBA_URL, else a running npm start)')
  .option('--user <name>', 'who asks (else GENBA_USER)')
  .option('--password <text>', 'better GENBA_PASSWORD: options are seen by others on the machine')
  .option('--language <code>', 'ja or en', language, 'ja')
  .option('--json', 'print the answer as it came', false)
  .action(
    (
      incident: string,
      alert: string | undefined,
      options: {
        to?: string
        user?: string
        password?: string
        zone?: string
        language: 'ja' | 'en'
        json: boolean
      },
    ) => explain({ incident, alert }, findAccount(options, readConfig()), options, sayOut),
  )

const playbook = program
  .command('playbook')
  .description(
    'CACAO 2.0 playbooks: validate, show, sign, verify; the library of an installation: list, choose, import, export',
  )
playbook
  .command('validate')
  .description('what is wrong with files, and what keeps Genba from running them')
  .argument('<files...>')
  .action((files: string[]) => validate(files, sayOut))
playbook
  .command('show')
  .description('the workflow in words')
  .argument('<file>')
  .option('--language <code>', 'ja or en', language, 'ja')
  .action((file: string, options: { language: 'ja' | 'en' }) => show(file, options, sayOut))
playbook
  .command('keygen')
  .description('a key to sign with: the private one into a new file, the public one for trust lists on the screen')
  .argument('<file>')
  .addOption(new Option('--algorithm <name>').choices(['Ed25519', 'ES256']).default('Ed25519'))
  .action((file: string, options: { algorithm: Algorithm }) => keygen(file, options, sayOut))
playbook
  .command('sign')
  .description('add a signature to files (JSS over JCS)')
  .argument('<files...>')
  .requiredOption('--key <file>', 'private key (PEM, PKCS #8): Ed25519 or EC P-256')
  .requiredOption('--signee <name>', 'who signs')
  .action((files: string[], options: { key: string; signee: string }) => sign(files, options, sayOut))
playbook
  .command('verify')
  .description('who signed files, and whether they are trusted')
  .argument('<files...>')
  .requiredOption('--trust <file>', 'trust list (JSON: { "keys": [{ "name", "publicKey" }] })')
  .addOption(
    new Option('--rule <rule>', 'require: what nobody trusted has signed is refused')
      .choices(SIGNATURE_RULES)
      .default('require'),
  )
  .action((files: string[], options: { trust: string; rule: SignatureRule }) => verify(files, options, sayOut))

type AccountOptions = { to?: string; user?: string; password?: string }
const ofLibrary = (command: Command): Command =>
  command
    .option('--to <url>', 'gateway address (else GENBA_URL, else a running npm start)')
    .option('--user <name>', 'who asks (else GENBA_USER)')
    .option('--password <text>', 'better GENBA_PASSWORD: options are seen by others on the machine')
ofLibrary(playbook.command('list').description('every version that an installation knows'))
  .option('--language <code>', 'ja or en', language, 'ja')
  .option('--json', 'print the answer as it came', false)
  .action((options: AccountOptions & { language: 'ja' | 'en'; json: boolean }) =>
    list(findAccount(options, readConfig()), options, sayOut),
  )
ofLibrary(
  playbook
    .command('choose')
    .description('the table that chooses playbooks; with an incident which row that fits, and why')
    .argument('[incident]'),
)
  .option('--language <code>', 'ja or en', language, 'ja')
  .option('--json', 'print the answer as it came', false)
  .action((incident: string | undefined, options: AccountOptions & { language: 'ja' | 'en'; json: boolean }) =>
    chooseFor(findAccount(options, readConfig()), incident, options, sayOut),
  )
ofLibrary(playbook.command('import').description('take files into the library').argument('<files...>')).action(
  (files: string[], options: AccountOptions) => importFiles(findAccount(options, readConfig()), files, sayOut),
)
ofLibrary(playbook.command('export').description('one version as it was imported').argument('<id@modified>'))
  .option('--out <file>', 'a new file (else the screen)')
  .action((version: string, options: AccountOptions & { out?: string }) =>
    exportFile(findAccount(options, readConfig()), version, options, sayOut),
  )

program
  .command('what-if')
  .description('what incidents would be with other rules, over the alerts of the last days')
  .requiredOption(
    '--rules <file|folder>',
    'a rule file that takes the place of the one of its name, or a folder with a whole pack',
  )
  .option('--days <n>', 'how far back, at most 7', positive, 1)
  .option('--plant <name...>', 'only these plants (else all on which you may try rules)')
  .option('--to <url>', 'gateway address (else GENBA_URL, else a running npm start)')
  .option('--user <name>', 'who asks (else GENBA_USER)')
  .option('--password <text>', 'better GENBA_PASSWORD: options are seen by others on the machine')
  .option('--language <code>', 'ja or en', language, 'ja')
  .option('--json', 'print the answer as it came', false)
  .action((options: WhatIfOptions & { to?: string; user?: string; password?: string }) =>
    whatIf(findAccount(options, readConfig()), options, io),
  )

program
  .command('factory')
  .description("the model factory's stand-in firewall (FACTORY_PORT, state in GENBA_HOME)")
  .action(async () => {
    const config = readConfig()
    const server = createFactory(config.home, io)
    server.listen(config.factoryPort, '127.0.0.1')
    await once(server, 'listening').catch((error: Error) => {
      throw new Stop(`port ${config.factoryPort}: ${error.message}`)
    })
    sayOut(`factory: http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        server.close()
        server.closeIdleConnections()
      })
  })

function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError('a number above 0')
  return value
}

function whole(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('a whole number')
  return value
}

function language(text: string): 'ja' | 'en' {
  if (text !== 'ja' && text !== 'en') throw new InvalidArgumentError('ja or en')
  return text
}

function name(text: string): string {
  const read = Name.safeParse(text)
  if (!read.success) throw new InvalidArgumentError(read.error.issues[0]?.message ?? 'not a name')
  return read.data
}

try {
  await program.parseAsync()
} catch (error) {
  // What the person can mend is one sentence; anything else is ours, with its stack.
  sayError(error instanceof Stop ? `genba: ${error.message}` : `genba: ${(error as Error).stack}`)
  process.exitCode = 1
}
