/** Only paths of this console are gone back to: an address of another site after a sign-in would be a trap. */
export function safeBack(back: unknown): string | undefined {
  if (typeof back !== 'string' || !/^\/(?![/\\])/.test(back)) return undefined
  return back === '/' || back.startsWith('/signin') ? undefined : back
}
