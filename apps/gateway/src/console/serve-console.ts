import { existsSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { NestExpressApplication } from '@nestjs/platform-express'
import compression from 'compression'
import type { RequestHandler, Response } from 'express'

const YEAR_S = 31_536_000
/** Answered by others than the console. */
const NOT_PAGES = /^\/(v1|socket\.io|health|ready|metrics)(\/|$)/

const NOT_BUILT = `<!doctype html>
<html lang="ja">
<meta charset="utf-8">
<title>Genba</title>
<p>コンソールはまだビルドされていません。<code>npm run build</code> を実行してください。</p>
<p lang="en">The console is not built yet. Run <code>npm run build</code>.</p>
</html>
`

/** The console's files. Its pages have addresses of their own, which all get the same index.html. */
export function serveConsole(app: NestExpressApplication, dir: string): void {
  app.use(squeezePages)
  app.useStaticAssets(dir, { index: false, setHeaders: setCaching })
  app.use(servePages(join(dir, 'index.html')))
}

/** Answers of REST go out as they are: what is secret in one can't be told from how small it became (BREACH). */
const squeezePages = compression({
  filter: (request, response) => !NOT_PAGES.test(request.path) && compression.filter(request, response),
})

/** Vite puts a hash of the content into the names below assets/. */
function setCaching(response: Response, file: string): void {
  const isHashed = /[/\\]assets[/\\]/.test(file)
  response.setHeader('cache-control', isHashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache')
}

function servePages(index: string): RequestHandler {
  return (request, response, next) => {
    const isPage =
      ['GET', 'HEAD'].includes(request.method) && !NOT_PAGES.test(request.path) && extname(request.path) === ''
    if (!isPage) return next()
    response.setHeader('cache-control', 'no-cache')
    if (existsSync(index)) return response.sendFile(index)
    response.status(503).type('html').send(NOT_BUILT)
  }
}
