import 'reflect-metadata'
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { readFileSync, mkdtempSync } from 'node:fs'
import { startEngines } from '../../../deploy/local/engines.mjs'
import { Kafka, Mongo, Readiness, createLog, readConfig, EngineConfig } from '@genba/platform'
import { readPlant } from '@genba/plant'
import { Redis } from 'ioredis'
const sleep = (ms) => new Promise((r) => setTimeout(r, ms))
const dir = mkdtempSync('/tmp/bench-')
const eng = await startEngines({ dir, env: {...process.env, KAFKA_BROKERS:'',MONGODB_URI:'',REDIS_URL:''} })
const env = { ...eng.env, GENBA_PREFIX: 'b.', LOG_LEVEL: 'warn' }
const config = readConfig(EngineConfig, env), readiness = new Readiness(), log = createLog('b', 'warn')
const mongo = new Mongo(config, readiness); await mongo.onModuleInit(); await mongo.createCollections()
const kafka = new Kafka(config, 'b', log, readiness); await kafka.createTopics()
const redis = new Redis(env.REDIS_URL)
const plant = readPlant(readFileSync('/work/main/libs/plant/plants/model-factory.yml', 'utf8'), 'x')
await mongo.collection('plants').collection.insertOne({ ...plant, _id: plant.id })
const blocks = new Map()
const server = createServer((q, r) => { let t = ''; q.on('data', (c) => (t += c)); q.on('end', () => { blocks.set(JSON.parse(t).incident, performance.now()); r.end('{}') }) }).listen(0, '127.0.0.1')
await sleep(50)
const child = spawn('node', ['/work/main/apps/responder/dist/main.js'], { env: { ...process.env, ...env, RESPONDER_PORT: '4699', QUIET_MS: process.env.Q ?? '300', GENBA_CONNECTORS: JSON.stringify({ 'plant-firewall': { type: 'http-api', url: 'http://127.0.0.1:' + server.address().port } }) }, stdio: 'inherit' })
for (;;) { try { if ((await fetch('http://127.0.0.1:4699/ready')).ok) break } catch {} await sleep(50) }
let n = 0
const both = { ja: '_', en: '_' }
const inc = () => { const at = 1.7e12 + ++n; return { v: 1, id: `model-factory~line-1~recon-then-write~${at}`, version: 1, plant: 'model-factory', title: both, state: 'open', zones: ['line-1'], spread: [], openedAt: at, lastAt: at, severity: 90, alerts: 3, techniques: [], signals: [{ id: 's', revision: 1, zone: 'line-1', rule: { id: 'recon-then-write', title: both, techniques: [] }, group: {}, timespanMs: 6e4, firstAt: at, lastAt: at, firedAt: at, count: 3, severity: 90 }], groups: [], samples: [], actors: [], targets: [], assets: ['line-1-controller'], evicted: { signals: 0, groups: 0, samples: 0 } } }
const put = (v) => mongo.collection('incidents').collection.insertOne({ ...v, _id: v.id })
const get = (id) => mongo.collection('responses').collection.findOne({ _id: id })
const cpu = () => { const f = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' '); return (Number(f[11]) + Number(f[12])) * 10 }
const rss = () => /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1] / 1024
const pct = (a, p) => a.sort((x, y) => x - y)[Math.floor((a.length - 1) * p)].toFixed(0)
async function one() {
  const v = inc(); await put(v); const t0 = performance.now()
  await kafka.send('incident.v1', [{ key: v.plant, value: v }])
  let r; while (!((r = await get(v.id))?.state === 'waiting')) await sleep(3)
  const t1 = performance.now()
  await kafka.send('decision.v1', [{ key: v.plant, value: { v: 1, id: 'd' + n, plant: v.plant, incident: v.id, by: { user: 't', roles: ['shift-leader'] }, at: Date.now(), what: { kind: 'approval', approval: r.approvals[0].id, answer: 'approve', reason: 'x' } } }])
  while (!blocks.has(v.id)) await sleep(2)
  const t2 = blocks.get(v.id)
  while ((await get(v.id)).state !== 'done') await sleep(5)
  return { wait: t1 - t0, block: t2 - t1, done: performance.now() - t2 }
}
for (let i = 0; i < 5; i++) await one()
const rows = []; for (let i = 0; i < 60; i++) rows.push(await one())
console.log('incident message → waiting approval ms p50/p99', pct(rows.map((r) => r.wait), 0.5), pct(rows.map((r) => r.wait), 0.99))
console.log('decision message → block received ms p50/p99', pct(rows.map((r) => r.block), 0.5), pct(rows.map((r) => r.block), 0.99))
console.log('block → done (quiet 300) ms p50', pct(rows.map((r) => r.done), 0.5))
const many = Array.from({ length: 300 }, inc); for (const v of many) await put(v)
let c0 = cpu(), t0 = performance.now()
await kafka.send('incident.v1', many.map((value) => ({ key: value.plant, value })))
while ((await mongo.collection('responses').countDocuments({ state: 'waiting' })) < many.length) await sleep(50)
let dt = performance.now() - t0
console.log(`300 responses to waiting: ${dt.toFixed(0)} ms = ${(300e3 / dt).toFixed(0)}/s (3 steps each), cpu ${(cpu() - c0)} ms`)
c0 = cpu(); await sleep(10000); console.log('idle cpu with 300 waiting: ms per s', ((cpu() - c0) / 10).toFixed(1), 'rss MB', rss().toFixed(0))
const rs = await mongo.collection('responses').find({ state: 'waiting' }).lean()
t0 = performance.now()
await kafka.send('decision.v1', rs.map((r) => ({ key: r.plant, value: { v: 1, id: 'x' + r._id, plant: r.plant, incident: r._id, by: { user: 't', roles: ['shift-leader'] }, at: Date.now(), what: { kind: 'approval', approval: r.approvals[0].id, answer: 'approve', reason: 'x' } } })))
while ((await mongo.collection('responses').countDocuments({ state: 'done' })) < many.length + 65) await sleep(50)
dt = performance.now() - t0
console.log(`300 decisions to done: ${dt.toFixed(0)} ms = ${(300e3 / dt).toFixed(0)}/s (block, verify x2, notify)`)
console.log('response document bytes', JSON.stringify(await get(many[0].id)).length, 'version', (await get(many[0].id)).version)
// flush timing
const f = Array.from({ length: 20 }, inc); for (const v of f) await put(v)
await kafka.send('incident.v1', f.map((value) => ({ key: value.plant, value })))
for (const v of f) while ((await get(v.id))?.state !== 'waiting') await sleep(5)
for (const v of f) { const r = await get(v.id); await kafka.send('decision.v1', [{ key: v.plant, value: { v: 1, id: 'y' + v.id, plant: v.plant, incident: v.id, by: { user: 't', roles: ['shift-leader'] }, at: Date.now(), what: { kind: 'approval', approval: r.approvals[0].id, answer: 'approve', reason: 'x' } } }]) }
while (f.some((v) => !blocks.has(v.id))) await sleep(5)
await redis.flushall(); t0 = performance.now()
for (const v of f) while ((await get(v.id))?.state !== 'done') await sleep(5)
console.log('after FLUSHALL with 20 in verify → all done ms', (performance.now() - t0).toFixed(0))
child.kill('SIGTERM'); redis.disconnect(); server.close(); await kafka.onModuleDestroy(); await mongo.onModuleDestroy(); await eng.stop(); process.exit(0)
