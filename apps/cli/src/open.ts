const WHY: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be opened',
}

/** Why a file could not be opened or written, as one sentence. */
export function whyNot(file: string, error: unknown): string {
  const { code, message } = error as { code?: string; message: string }
  return `${file}: ${WHY[code ?? ''] ?? message}`
}
