import { z } from 'zod'
import type { Localised } from './words.js'

type ErrorEntry = { status: number; again: boolean; text: Localised }

/**
 * One table turns a code into an answer: HTTP status, whether trying again can help, and the text in both languages.
 * Retry is decided by `again`, never by reading a message.
 */
export const ERRORS = {
  BAD_INPUT: { status: 400, again: false, text: { ja: '入力に誤りがあります', en: 'The input is not valid' } },
  NOT_SIGNED_IN: { status: 401, again: false, text: { ja: 'サインインしてください', en: 'Sign in first' } },
  WRONG_PASSWORD: {
    status: 401,
    again: false,
    text: { ja: 'ユーザー名またはパスワードが違います', en: 'Wrong user or password' },
  },
  CODE_NEEDED: {
    status: 401,
    again: false,
    text: { ja: '認証アプリの確認コードを入力してください', en: 'Enter the code of your authenticator' },
  },
  WRONG_CODE: { status: 401, again: false, text: { ja: '確認コードが違います', en: 'The code is not right' } },
  ACCOUNT_DISABLED: {
    status: 403,
    again: false,
    text: { ja: 'このアカウントは無効にされています', en: 'This account is disabled' },
  },
  MUST_CHANGE_PASSWORD: {
    status: 403,
    again: false,
    text: { ja: '先にパスワードを変更してください', en: 'Change your password first' },
  },
  MUST_ENROL: {
    status: 403,
    again: false,
    text: { ja: '先に二要素認証を設定してください', en: 'Set up the second factor first' },
  },
  WEAK_PASSWORD: {
    status: 400,
    again: false,
    text: {
      ja: '12文字以上で、ユーザー名や今のパスワードを含まないものにしてください',
      en: 'At least 12 characters, without your user name, and not the present one',
    },
  },
  NAME_TAKEN: { status: 409, again: false, text: { ja: 'この名前は使われています', en: 'The name is taken' } },
  NO_ROLE: {
    status: 403,
    again: false,
    text: {
      ja: '認証基盤がGenbaのロールを通知していません。管理者に連絡してください',
      en: 'The identity provider names no role of Genba for you. Ask an administrator',
    },
  },
  IDENTITY_REFUSED: {
    status: 401,
    again: true,
    text: {
      ja: '認証基盤でのサインインが完了しませんでした',
      en: 'The sign-in at the identity provider was not completed',
    },
  },
  NOT_CONFIGURED: {
    status: 409,
    again: false,
    text: { ja: 'この機能は設定されていません', en: 'This is not configured' },
  },
  BAD_KEY: { status: 401, again: false, text: { ja: 'APIキーが無効です', en: 'The API key is not valid' } },
  NOT_ALLOWED: { status: 403, again: false, text: { ja: 'この操作の権限がありません', en: 'You may not do this' } },
  NOT_FOUND: { status: 404, again: false, text: { ja: '見つかりません', en: 'Not found' } },
  ALREADY_DECIDED: { status: 409, again: false, text: { ja: '既に判断されています', en: 'Already decided' } },
  OWN_REQUEST: {
    status: 409,
    again: false,
    text: { ja: '自分の依頼は承認できません', en: 'Nobody approves their own request' },
  },
  OWN_HANDOVER: {
    status: 409,
    again: false,
    text: { ja: '自分の引き継ぎは、自分では受け取れません', en: 'Nobody takes over from themselves' },
  },
  NOT_AN_APPROVER: {
    status: 403,
    again: false,
    text: { ja: 'この判断の承認者ではありません', en: 'You are not an approver of this step' },
  },
  CHANGED_MEANWHILE: {
    status: 409,
    again: true,
    text: { ja: '他の人が先に変更しました', en: 'Someone else changed it first' },
  },
  ALREADY_COVERED: {
    status: 409,
    again: false,
    text: { ja: '既に一時抑制中か、使用停止の依頼中です', en: 'Already shelved, out of service or asked for' },
  },
  NOT_OPEN: { status: 409, again: false, text: { ja: '既に終了しています', en: 'It is not open any more' } },
  TOO_LARGE: { status: 413, again: false, text: { ja: '送信データが大きすぎます', en: 'The body is too large' } },
  UNKNOWN_FORMAT: { status: 415, again: false, text: { ja: '形式が分かりません', en: 'The format is not known' } },
  TOO_MANY: { status: 429, again: true, text: { ja: '要求が多すぎます', en: 'Too many requests' } },
  ENGINE_AWAY: {
    status: 503,
    again: true,
    text: { ja: '基盤サービスに接続できません', en: 'An engine is not reachable' },
  },
  BROKEN: { status: 500, again: false, text: { ja: '内部エラーです', en: 'Something broke inside' } },
  CONNECTOR_AWAY: {
    status: 502,
    again: true,
    text: { ja: '接続先が応答しません', en: 'The connected system does not answer' },
  },
  CONNECTOR_REFUSED: {
    status: 502,
    again: false,
    text: { ja: '接続先が要求を拒否しました', en: 'The connected system refused the request' },
  },
  NO_CONNECTOR: {
    status: 409,
    again: false,
    text: { ja: '接続先が設定されていません', en: 'No connector of this name is configured' },
  },
  NOT_APPROVED: {
    status: 409,
    again: false,
    text: { ja: '必要な承認がありません', en: 'The approval that this needs was not given' },
  },
  NOT_TRUSTED: {
    status: 409,
    again: false,
    text: {
      ja: '信頼できる署名がないため、取り込めません',
      en: 'It is not taken without a signature that is trusted here',
    },
  },
  LAST_RESORT: {
    status: 409,
    again: false,
    text: {
      ja: '既定のプレイブックは取り消せません。先に新しい版を取り込んでください',
      en: 'The default playbook can not be revoked; import a newer version first',
    },
  },
  LOOPS_EXHAUSTED: {
    status: 409,
    again: false,
    text: { ja: '対応の繰り返しが上限に達しました', en: 'The response has looped as often as it may' },
  },
  STALLED: {
    status: 500,
    again: false,
    text: {
      ja: 'この手順の実行中に処理が繰り返し停止しました',
      en: 'The process ended again and again during this step',
    },
  },
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof ERRORS
export const ErrorCode = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]])

/** What somebody did meanwhile. */
export const Changed = z.object({ kind: z.string(), by: z.string(), reason: z.string(), at: z.number() })
export type Changed = z.infer<typeof Changed>

/** What is wrong in a file, and where: `at` is a JSON pointer (RFC 6901), empty for the whole of it. */
export const Fault = z.object({ at: z.string(), what: z.string() })
export type Fault = z.infer<typeof Fault>

/** The body of every answer that is not a success. `at` names the place, e.g. `line 3, severity`. */
export const Problem = z.object({
  code: ErrorCode,
  message: z.string(),
  at: z.string().optional(),
  again: z.boolean(),
  /** Of CHANGED_MEANWHILE, where it is known. */
  changed: z.array(Changed).optional(),
  /** Of BAD_INPUT, where a file was sent. */
  faults: z.array(Fault).optional(),
})
export type Problem = z.infer<typeof Problem>

/** Thrown when a use-case refuses what was asked: an expected outcome with a code, never a broken assumption. */
export class Refused extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(`${code} ${JSON.stringify(detail)}`, options)
    this.name = 'Refused'
  }
}

/** For the end of an exhaustive switch: a compile error when a case is missing, a named throw at run time. */
export function never(x: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(x)}`)
}
