import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import type { Route } from '@genba/contracts'
import { checkRoutes } from './check-routes.js'

const route = (path: string): Route => ({ method: 'GET', path, access: 'incident.read', answer: z.object({}) })
const answers = (name: string | undefined, method = 'C.m') => ({ method, route: name, isApi: true })

describe('the table and the controllers', () => {
  test('fit when each route is answered once', () => {
    expect(checkRoutes([answers('a')], { a: route('/v1/incidents/:incident/more/:part') })).toEqual([])
  })
  test('do not fit when a route is answered by nobody or twice', () => {
    expect(checkRoutes([answers('b'), answers('b')], { a: route('/v1/a'), b: route('/v1/b') })).toEqual([
      'route a is answered by 0 methods, not by one',
      'route b is answered by 2 methods, not by one',
    ])
  })
  test('do not fit when a method under /v1 is missing from the table', () => {
    expect(checkRoutes([answers(undefined, 'Rogue.get')], {})).toEqual(['Rogue.get is under /v1 but not in ROUTES'])
  })
  test('do not fit when nobody knows the plant of what a path names', () => {
    expect(checkRoutes([answers('a')], { a: route('/v1/drills/:drill') })).toEqual([
      'route a: nobody knows the plant of :drill',
    ])
    expect(checkRoutes([answers('a')], { a: { ...route('/v1/users/:user'), scope: 'everywhere' } })).toEqual([])
    expect(checkRoutes([answers('a')], { a: { ...route('/v1/x/:own'), access: 'own-account' } })).toEqual([])
  })
})
