import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const SIZE_MAX = 300

/** Who may import whom inside the house (design/architecture.md, Layout). */
const MAY_IMPORT: Record<string, string[]> = {
  'libs/contracts': [],
  'libs/plant': ['contracts'],
  'libs/correlation': ['contracts'],
  'libs/playbook': ['contracts'],
  'libs/drill': ['contracts'],
  'libs/platform': ['contracts'],
  'apps/ingest': ['contracts', 'platform', 'plant'],
  'apps/correlator': ['contracts', 'platform', 'plant', 'correlation'],
  'apps/responder': ['contracts', 'platform', 'plant', 'playbook'],
  'apps/gateway': ['contracts', 'platform', 'plant', 'correlation', 'playbook'],
  'apps/console': ['contracts'],
  'apps/cli': ['contracts', 'drill', 'playbook'],
}
const PURE = ['libs/contracts', 'libs/plant', 'libs/correlation', 'libs/playbook', 'libs/drill']
const FORBIDDEN_NAMES = /(^|-)(manager|helper|helpers|util|utils|common|base|impl|data|info|handler)\.(tsx?|mjs)$/
const FORBIDDEN_TYPES =
  /\b(?:class|interface|type)\s+(?:I[A-Z]\w*|\w*(?:Manager|Helper|Util|Utils|Common|Impl|Handler))\b/

const rooms = Object.keys(MAY_IMPORT)
const files = (dir: string): string[] =>
  readdirSync(dir).flatMap((name) => {
    if (name === 'node_modules' || name === 'dist') return []
    const path = join(dir, name)
    return statSync(path).isDirectory() ? files(path) : /\.(tsx?|mjs)$/.test(name) ? [path] : []
  })
const imports = (text: string): string[] =>
  [...text.matchAll(/(?:from\s+|import\(\s*|import\s+)['"]([^'"]+)['"]/g)].map((match) => match[1] as string)
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

describe.each(rooms)('%s', (room) => {
  const sources = files(join(ROOT, room, 'src'))
  const manifest = JSON.parse(readFileSync(join(ROOT, room, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>
    devDependencies?: Record<string, string>
  }
  const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }))

  test('imports only what the layout lets it and what it declares', () => {
    const faults: string[] = []
    for (const file of sources) {
      const isTest = /\.(spec|e2e)\.tsx?$/.test(file)
      for (const specifier of imports(readFileSync(file, 'utf8'))) {
        if (specifier.startsWith('.')) {
          if (!isTest && !join(file, '..', specifier).startsWith(join(ROOT, room)))
            faults.push(`${relative(ROOT, file)} reaches out to ${specifier}`)
          continue
        }
        if (specifier.startsWith('node:')) {
          if (PURE.includes(room) && !isTest)
            faults.push(`${relative(ROOT, file)} imports ${specifier} into a pure lib`)
          continue
        }
        const name = packageOf(specifier)
        const own = name.startsWith('@genba/') ? name.slice('@genba/'.length) : undefined
        if (own && !MAY_IMPORT[room]?.includes(own)) faults.push(`${relative(ROOT, file)} imports ${name}`)
        if (!isTest && !declared.has(name))
          faults.push(`${relative(ROOT, file)} imports ${name}, which ${room}/package.json does not declare`)
      }
    }
    expect(faults).toEqual([])
  })

  test('uses no forbidden name and keeps files small', () => {
    const faults: string[] = []
    for (const file of sources) {
      const text = readFileSync(file, 'utf8')
      if (FORBIDDEN_NAMES.test(file.split('/').at(-1) as string))
        faults.push(`${relative(ROOT, file)}: the name says nothing`)
      const type = FORBIDDEN_TYPES.exec(text)
      if (type) faults.push(`${relative(ROOT, file)}: ${type[0]}`)
      const lines = text.split('\n').length
      // Content (texts in two languages, samples) is free; code over the size wants to be two words.
      if (lines > SIZE_MAX && !/i18n|\.spec\.ts$/.test(file)) faults.push(`${relative(ROOT, file)}: ${lines} lines`)
      if (/\b(TODO|FIXME)\b/.test(text)) faults.push(`${relative(ROOT, file)}: unfinished business`)
    }
    expect(faults).toEqual([])
  })
})

test('pure libs read no clock, no chance and no process', () => {
  const faults = PURE.flatMap((room) => files(join(ROOT, room, 'src')))
    .filter((file) => !file.endsWith('.spec.ts'))
    .filter((file) =>
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.(?:env|exit|argv|pid|cwd|hrtime|nextTick|std)/.test(
        readFileSync(file, 'utf8'),
      ),
    )
  expect(faults).toEqual([])
})
