// @ts-check
// What the person at the terminal sees: one line per step, and a moving line only on a terminal.
const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'
const FRAME_MS = 120
/** Without a terminal, a step that takes longer is announced, so that a log shows what is waited for. */
const LONG_MS = 2_000

/**
 * @typedef {object} Say
 * @property {(text?: string) => void} line
 * @property {<T>(name: string, work: (note: (text: string) => void) => Promise<T>) => Promise<T>} step  runs the work and tells how long it took
 */

/** Runs the steps and says nothing. @type {Say} */
export const quiet = { line: () => {}, step: (_name, work) => work(() => {}) }

/** @param {NodeJS.WriteStream} out @returns {Say} */
export function speakTo(out) {
  // A closed terminal must not take the running plant with it.
  out.on('error', () => {})
  /** @type {Map<string, number>} */
  const running = new Map()
  let frame = 0
  /** @type {NodeJS.Timeout | undefined} */
  let ticking

  const wipe = () => out.isTTY && running.size > 0 && out.write('\r\x1b[K')
  const draw = () => {
    if (!out.isTTY || running.size === 0) return
    const steps = [...running].map(([name, since]) => `${name} ${seconds(since)}`).join(' · ')
    out.write(`\r\x1b[K  ${FRAMES[frame++ % FRAMES.length]} ${steps}`.slice(0, (out.columns ?? 80) + 4))
  }
  /** @param {string} [text] */
  const line = (text = '') => {
    wipe()
    out.write(`${text}\n`)
    draw()
  }
  return { line, step }

  /** @type {Say['step']} */
  async function step(name, work) {
    const since = Date.now()
    const long = out.isTTY ? undefined : setTimeout(() => line(`  … ${name}`), LONG_MS)
    wipe()
    running.set(name, since)
    ticking ??= out.isTTY ? setInterval(draw, FRAME_MS) : undefined
    let told = ''
    let mark = '✗'
    try {
      const result = await work((text) => (told = ` (${text})`))
      mark = '✓'
      return result
    } finally {
      clearTimeout(long)
      wipe()
      running.delete(name)
      if (running.size === 0) ticking = void clearInterval(ticking)
      line(`  ${mark} ${name}${told}  ${seconds(since)}`)
    }
  }
}

/** @param {number} since */
function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`
}
