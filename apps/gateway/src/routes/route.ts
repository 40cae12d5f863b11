import {
  applyDecorators,
  Body,
  createParamDecorator,
  Delete,
  Get,
  HttpCode,
  Post,
  Query,
  SetMetadata,
  type ExecutionContext,
  type PipeTransform,
} from '@nestjs/common'
import { ROUTES, type Route, type RouteName } from '@genba/contracts'
import type { Request } from 'express'
import type { z } from 'zod'
import type { Located } from '../incidents/locate-incident.js'
import type { Visitor } from '../session/visitor.js'

export const ROUTE = 'genba:route'

/** What the guard found out about a request and left for the controller. */
export type Checked = Request & { visitor?: Visitor; incident?: Located; plant?: string }

const METHODS = { GET: Get, POST: Post, DELETE: Delete } satisfies Record<Route['method'], unknown>

/** Makes a method answer a route of the contract's table; method and path are read from there, and so is who may (RouteGuard). */
export function Answers(name: RouteName): MethodDecorator {
  const { method, path } = ROUTES[name]
  return applyDecorators(METHODS[method](path), SetMetadata(ROUTE, name), HttpCode(200))
}

/** The request's body, checked by the table. */
export const BodyOf = (name: RouteName): ParameterDecorator => Body(check((ROUTES[name] as Route).body, name))

/** The request's query, checked by the table. */
export const QueryOf = (name: RouteName): ParameterDecorator => Query(check((ROUTES[name] as Route).query, name))

/** The person who asks. */
export const Visiting = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<Checked>().visitor
})

/** The incident that the path names, with its plant. */
export const OfIncident = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<Checked>().incident
})

/** A part of the path by its name in the table. */
export const PartOf = createParamDecorator((name: string, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<Checked>().params[name]
})

/** A ZodError becomes BAD_INPUT with the field's name. */
function check(schema: z.ZodType | undefined, name: RouteName): PipeTransform {
  if (!schema) throw new Error(`route ${name} has no such schema in ROUTES`)
  return { transform: (value: unknown) => schema.parse(value ?? {}) }
}
