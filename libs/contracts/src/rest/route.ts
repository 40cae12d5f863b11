import type { z } from 'zod'
import type { Permission } from '../access.js'

export type Route = {
  method: 'GET' | 'POST' | 'DELETE'
  /** Path with `:name` parameters. */
  path: string
  /**
   * `public`: nobody is signed in yet; `own-account`: any person, also one who must first change the password or enrol a second
   * factor; `signed-in`: any person; else the permission, on the plant that the thing belongs to.
   */
  access: 'public' | 'own-account' | 'signed-in' | Permission
  /** What is asked for belongs to no plant: the permission must hold on all of them. */
  scope?: 'everywhere'
  query?: z.ZodType
  body?: z.ZodType
  /** One line of the answer where `as` is NDJSON, nothing where it is a redirect. */
  answer: z.ZodType
  /** What a success is answered with; absent: JSON. */
  as?: 'redirect' | 'ndjson' | 'html' | 'file'
}
