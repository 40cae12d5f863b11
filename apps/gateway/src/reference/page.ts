import type { AsyncApi } from './async-api.js'
import type { JsonSchema } from './named-schemas.js'
import type { OpenApi, Operation } from './open-api.js'

const STYLE = `:root{color-scheme:light dark}body{margin:0 auto;max-width:1040px;padding:20px;font:14px/1.55 system-ui,sans-serif}
h1{font-size:20px}h2{font-size:16px;margin-top:32px}details{border:1px solid #8886;border-radius:6px;margin:6px 0;padding:6px 12px}
summary{cursor:pointer}code,pre{font-family:ui-monospace,monospace;font-size:12.5px}pre{overflow:auto;background:#8881;padding:10px;border-radius:4px}
b.method{display:inline-block;min-width:62px}table{border-collapse:collapse}td,th{text-align:left;padding:2px 14px 2px 0;vertical-align:top}
nav a{margin-right:14px}`

/** Both documents as one page without scripts: it may stand under any content security policy and reads nothing from elsewhere. */
export function pageOf(open: OpenApi, async: AsyncApi): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Genba API</title><style>${STYLE}</style></head>
<body><h1>Genba API</h1><p>${escape(open.info.description)}</p>
<nav><a href="/v1/reference/openapi.json">OpenAPI 3.1</a><a href="/v1/reference/asyncapi.json">AsyncAPI 3.0</a><a href="#events">Events</a><a href="#schemas">Schemas</a></nav>
${open.tags.map(({ name }) => `<h2 id="${escape(name)}">${escape(name)}</h2>${operationsOf(open, name)}`).join('\n')}
<h2 id="events">Events</h2>${Object.values(async.channels).map(channel).join('\n')}
<h2 id="schemas">Schemas</h2>${schemas({ ...async.components.schemas, ...open.components.schemas })}
</body></html>`
}

function operationsOf(open: OpenApi, tag: string): string {
  return Object.entries(open.paths)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, one]) => ({ path, method, one })))
    .filter(({ one }) => one.tags.includes(tag))
    .map(({ path, method, one }) => operation(path, method, one))
    .join('\n')
}

function operation(path: string, method: string, one: Operation): string {
  const parts = one.parameters.map(
    (part) =>
      `<tr><th><code>${escape(String(part['name']))}</code></th><td>${escape(String(part['in']))}${part['required'] ? ', needed' : ''}</td><td><code>${code(part['schema'])}</code></td></tr>`,
  )
  const answers = Object.entries(one.responses).map(
    ([status, answer]) => `<h4>${escape(status)}</h4><p>${escape(String(answer['description']))}</p>${content(answer)}`,
  )
  return `<details id="${escape(one.operationId)}"><summary><b class="method">${method.toUpperCase()}</b> <code>${escape(path)}</code> ${escape(one.operationId)}</summary>
<p>${escape(one.description)}</p>${parts.length > 0 ? `<table>${parts.join('')}</table>` : ''}${one.requestBody ? `<h4>Body</h4>${content(one.requestBody)}` : ''}${answers.join('')}</details>`
}

const channel = ({ address, description, messages }: AsyncApi['channels'][string]): string =>
  `<details><summary><code>${escape(address)}</code> ${escape(description)}</summary>${Object.values(messages)
    .map(({ payload }) => `<pre>${code(payload)}</pre>`)
    .join('')}</details>`

const schemas = (named: Record<string, JsonSchema>): string =>
  Object.keys(named)
    .sort()
    .map(
      (name) =>
        `<details id="schema-${escape(name)}"><summary><code>${escape(name)}</code></summary><pre>${code(named[name])}</pre></details>`,
    )
    .join('\n')

const content = (holder: JsonSchema): string =>
  Object.entries((holder['content'] ?? {}) as Record<string, { schema: unknown }>)
    .map(([type, { schema }]) => `<p>${escape(type)}</p><pre>${code(schema)}</pre>`)
    .join('')

/** JSON in which a reference leads to the schema's place on the page. */
const code = (value: unknown): string =>
  escape(JSON.stringify(value, null, 2)).replace(
    /#\/components\/schemas\/(\w+)/g,
    (whole, name: string) => `<a href="#schema-${name}">${whole}</a>`,
  )

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
