import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { Alert } from '@genba/contracts'
import { alert, feed, firedBy, START } from '../testing/alerts.js'
import { startPartition } from '../zones/state.js'
import { readRules } from './read-rules.js'

const SAMPLES = new URL('../../../../../shared/samples/sigma/', import.meta.url)
const isThere = existsSync(SAMPLES)
if (!isThere)
  console.warn(`skipped: ${SAMPLES.pathname} is not beside the project, public Sigma rules are read in place only`)

const text = (path: string) => ({ file: path, text: readFileSync(new URL(path, SAMPLES), 'utf8') })
const base = (name: string, body = '', id = '') => ({
  file: `${name}.yml`,
  text: `title: ${name}\nname: ${name}\n${id}${body}detection:\n  s: { name: ${name} }\n  condition: s\n`,
})
const LOGIN = base('login', '', 'id: 5638f7c0-ac70-491d-8465-2a65075e0d86\n')
const one = (rule: string) => ({
  file: 'one.yml',
  text: `title: One\nname: one\ncorrelation:\n  type: event_count\n  rules: [${rule}]\n  timespan: 1m\n  condition: { gte: 1 }\n`,
})
const END = alert({ at: START + 172_800_000, name: 'end' })
const fires = (files: { file: string; text: string }[], alerts: Alert[]) =>
  firedBy(feed(startPartition(readRules(files)), [...alerts, END]))
const times = (count: number, make: (index: number) => Parameters<typeof alert>[0]) =>
  Array.from({ length: count }, (_, index) => alert(make(index)))

const samples = isThere ? describe : describe.skip
samples('public Sigma correlations', () => {
  it.each([
    ['event_count', /event_count\.yml:6 rule "5638f7c0-ac70-491d-8465-2a65075e0d86" is not in these files/],
    ['value_count', /value_count\.yml:6 rule "5638f7c0-ac70-491d-8465-2a65075e0d86" is not in these files/],
    ['value_sum', /value_sum\.yml:5 rule "website_access" is not in these files/],
    ['temporal', /temporal\.yml:5 rules "recon_cmd_a", "recon_cmd_b", "recon_cmd_c" are not in these files/],
  ])('%s says which rules are missing, with their line', (name, message) => {
    expect(() => readRules([text(`correlation/${name}.yml`)])).toThrow(message)
  })
  it('event_count: a hundred of one computer within an hour', () => {
    const logins = (count: number) => times(count, (index) => ({ at: START + index * 36_000, name: 'login', fields: { ComputerName: 'c' } })) // prettier-ignore
    const files = [text('correlation/event_count.yml'), LOGIN]
    expect(fires(files, logins(100))).toEqual(['0e95725d-7320-415d-80f7-004da920fc11'])
    expect(fires(files, logins(99))).toEqual([])
  })
  it('value_count: a hundred users from one workstation within a day', () => {
    const logins = (users: number) => times(150, (index) => ({ at: START + index * 500_000, name: 'login', fields: { ComputerName: 'c', WorkstationName: 'w', User: `u${index % users}` } })) // prettier-ignore
    const files = [text('correlation/value_count.yml'), LOGIN]
    expect(fires(files, logins(100))).toEqual(['0e95725d-7320-415d-80f7-004da920fc12'])
    expect(fires(files, logins(99))).toEqual([])
  })
  it('value_sum: more than a million bytes of one user within an hour, by its title for it has no name', () => {
    const sent = (last: number) => [250_000, 250_000, 500_000, last].map((bytes_sent, index) => alert({ at: START + index * 60_000, name: 'website_access', fields: { SourceIP: '10.0.0.1', User: 'u', bytes_sent } })) // prettier-ignore
    const files = [text('correlation/value_sum.yml'), base('website_access')]
    expect(fires(files, sent(1))).toEqual(['possible-exfiltration-to-website'])
    expect(fires(files, sent(0))).toEqual([])
  })
  it('temporal: three commands of one user on one computer within five minutes, in any order', () => {
    const commands = (user: string) => ['c', 'a', 'b'].map((which, index) => alert({ at: START + index * 150_000, name: `recon_cmd_${which}`, fields: { ComputerName: 'c', User: which === 'b' ? user : 'u' } })) // prettier-ignore
    const files = [text('correlation/temporal.yml'), base('recon_cmd_a'), base('recon_cmd_b'), base('recon_cmd_c')]
    expect(fires(files, commands('u'))).toEqual(['recon'])
    expect(fires(files, commands('other'))).toEqual([])
  })
})

samples('public Sigma rules', () => {
  const of = (product: string | undefined, service: string | undefined, fields: Alert['fields'], category?: string) =>
    alert({
      at: START,
      fields: {
        ...(product ? { 'logsource.product': product } : {}),
        ...(service ? { 'logsource.service': service } : {}),
        ...(category ? { 'logsource.category': category } : {}),
        ...fields,
      },
    })
  it.each([
    [
      'cisco_cli_disable_logging',
      of('cisco', 'aaa', { cmd: 'conf t; no logging' }),
      of('cisco', 'aaa', { cmd: 'show' }),
    ],
    [
      'fortinet_fortigate_new_admin_account_created',
      of('fortigate', 'event', { action: 'Add', cfgpath: 'system.admin' }),
      of('fortigate', 'traffic', { action: 'Add', cfgpath: 'system.admin' }),
    ],
    [
      'zeek_smb_converted_win_susp_psexec',
      { ...of('zeek', 'smb_files', { path: '\\\\10.0.0.3\\IPC$' }), name: 'abc-stdin' },
      { ...of('zeek', 'smb_files', { path: '\\\\10.0.0.3\\IPC$' }), name: 'PSEXESVC-stdin' },
    ],
    ['rule_1', of('windows', 'application', { Provider_Name: 'application error' }), of('windows', 'application', {})],
    [
      'net_firewall_cleartext_protocols',
      of(undefined, undefined, { dst_port: 23, action: 'accept' }, 'firewall'),
      of(undefined, undefined, { dst_port: 23, action: 'deny' }, 'firewall'),
    ],
  ])('%s means what it says', (name, meant, other) => {
    const file = text(`rules/${name}.yml`)
    const id = /^id: (\S+)/m.exec(file.text)?.[1] as string
    expect(fires([file, one(id)], [meant])).toEqual(['one'])
    expect(fires([file, one(id)], [other])).toEqual([])
  })
  it('are all here', () => {
    const there = readdirSync(new URL('rules/', SAMPLES)).concat(readdirSync(new URL('correlation/', SAMPLES)))
    expect(there.length).toBe(9)
  })
})

samples('the public Sigma filter', () => {
  const FILTERED = ['6f3e2987-db24-4c78-a860-b4f4095a7095', 'df0841c0-9846-4e9f-ad8a-7df91571771b']
  const logsource = 'logsource: { category: process_creation, product: windows }\n'
  const [rar, jump] = ['rar', 'jump'].map((name, index) => base(name, logsource, `id: ${FILTERED[index]}\n`))
  const used = { file: 'one.yml', text: one('rar, jump').text }
  it('says which of its rules are missing', () => {
    expect(() => readRules([text('filter/filter_1.yml'), rar!, one('rar')])).toThrow(
      /filter_1\.yml:9 rule "df0841c0-9846-4e9f-ad8a-7df91571771b" is not in these files as a base rule/,
    )
  })
  it('adds its condition to both of them', () => {
    const by = (User: string) => alert({ at: START, name: 'rar', fields: { User, 'logsource.category': 'process_creation', 'logsource.product': 'windows' } }) // prettier-ignore
    const files = [text('filter/filter_1.yml'), rar!, jump!, used]
    expect(fires(files, [by('adm_sato')])).toEqual(['one'])
    expect(fires(files, [by('sato')])).toEqual([])
  })
})
