import { z } from 'zod'
import { EpochMs } from '../words.js'
import type { Route } from './route.js'

export const FILE_MAX_BYTES = 4 * 1024 * 1024
/** Files of one incident. */
export const FILES_MAX = 100

/** A file that somebody attached: evidence, a photograph of the line, a vendor's report. Its bytes are asked for apart. */
export const CommentFile = z.object({ name: z.string(), bytes: z.number().int(), sha256: z.string() })
export type CommentFile = z.infer<typeof CommentFile>

/** What a person noted on an incident: the `comments` document. Written by the gateway, never changed. */
export const Comment = z.object({
  v: z.literal(1),
  id: z.string(),
  incident: z.string(),
  plant: z.string(),
  by: z.string(),
  at: EpochMs,
  /** May be empty where there is a file. */
  text: z.string(),
  file: CommentFile.optional(),
})
export type Comment = z.infer<typeof Comment>

/** `key` is the writer's own: the same one sent twice is one comment. */
export const CommentInput = z
  .strictObject({
    key: z.string().regex(/^[\w-]{8,64}$/),
    text: z.string().trim().max(4000),
    file: z
      .strictObject({
        /** No path, nothing that can't be seen or turns text round. */
        name: z
          .string()
          .trim()
          .min(1)
          .max(200)
          .regex(/^[^/\\\p{C}\u2028\u2029]+$/u),
        base64: z.base64().max(Math.ceil(FILE_MAX_BYTES / 3) * 4),
      })
      .optional(),
  })
  .refine(({ text, file }) => text !== '' || file !== undefined, {
    path: ['text'],
    message: 'write something or attach a file',
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
  getCommentFile: {
    method: 'GET',
    path: '/v1/incidents/:incident/comments/:comment/file',
    access: 'incident.read',
    answer: z.string(),
    as: 'file',
  },
} as const satisfies Record<string, Route>
