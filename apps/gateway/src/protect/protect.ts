import type { NestExpressApplication } from '@nestjs/platform-express'
import { ERRORS, FILE_MAX_BYTES, ROUTES, type Problem } from '@genba/contracts'
import type { RequestHandler } from 'express'
import { json } from 'express'
import helmet from 'helmet'
import type { GatewayConfig } from '../config.js'
import { isOwnOrigin } from './origin.js'

const BODY_MAX_BYTES = 256 * 1024
/** A whole pack of rules, a playbook in Japanese. */
const FILES_MAX_BYTES = 4 * 1024 * 1024
/** A file in base64, and the comment around it. */
const ATTACHED_MAX_BYTES = Math.ceil(FILE_MAX_BYTES / 3) * 4 + BODY_MAX_BYTES
const CSRF_HEADER = 'x-genba-csrf'
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']

/** Everything that holds for all requests, whatever they ask: headers, size, and that a change comes from our own pages. */
export function protect(app: NestExpressApplication, config: GatewayConfig): void {
  if (config.GENBA_TRUST_PROXY !== undefined) app.set('trust proxy', config.GENBA_TRUST_PROXY)
  app.use(securityHeaders(config.GENBA_SECURE_COOKIES))
  app.use('/v1', keepOutOfCaches, refuseForeign(config.GENBA_ORIGINS))
  for (const { path } of [ROUTES.startWhatIf, ROUTES.importPlaybook]) app.use(path, json({ limit: FILES_MAX_BYTES }))
  app.use(ROUTES.addComment.path, json({ limit: ATTACHED_MAX_BYTES }))
  app.useBodyParser('json', { limit: BODY_MAX_BYTES })
}

function securityHeaders(isBehindTls: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // On plain http they would lock a browser out of a loopback installation.
    strictTransportSecurity: isBehindTls,
    crossOriginOpenerPolicy: isBehindTls,
    originAgentCluster: isBehindTls,
  })
}

const keepOutOfCaches: RequestHandler = (_request, response, next) => {
  response.setHeader('cache-control', 'no-store')
  next()
}

/** CSRF: a foreign page can't set the header without asking first (CORS, which we never grant), and can't hide its origin. */
function refuseForeign(origins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const { origin, host } = request.headers
    const isOurs = request.headers[CSRF_HEADER] === '1' && isOwnOrigin(origin, host, origins)
    if (SAFE_METHODS.includes(request.method) || isOurs) return next()
    const problem: Problem = {
      code: 'NOT_ALLOWED',
      message: `send ${CSRF_HEADER}: 1 from the console's own origin`,
      again: false,
    }
    response.status(ERRORS.NOT_ALLOWED.status).json(problem)
  }
}
