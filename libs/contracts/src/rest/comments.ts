import { z } from 'zod'
import { EpochMs } from '../words.js'
import type { Route } from './route.js'

/** What a person noted on an incident: the `comments` document. Written by the gateway, never changed. */
export const Comment = z.object({
  v: z.literal(1),
  id: z.string(),
  incident: z.string(),
  plant: z.string(),
  by: z.string(),
  at: EpochMs,
  text: z.string(),
})
export type Comment = z.infer<typeof Comment>

/** `key` is the writer's own: the same one sent twice is one comment. */
export const CommentInput = z.strictObject({
  key: z.string().regex(/^[\w-]{8,64}$/),
  text: z.string().trim().min(1).max(4000),
})
export type CommentInput = z.infer<typeof CommentInput>

/** Oldest first; at most the newest 500. */
export const CommentList = z.object({ comments: z.array(Comment) })
export type CommentList = z.infer<typeof CommentList>

export const COMMENT_ROUTES = {
  listComments: {
    method: 'GET',
    path: '/v1/incidents/:incident/comments',
    access: 'incident.read',
    answer: CommentList,
  },
  addComment: {
    method: 'POST',
    path: '/v1/incidents/:incident/comments',
    access: 'incident.comment',
    body: CommentInput,
    answer: Comment,
  },
} as const satisfies Record<string, Route>
