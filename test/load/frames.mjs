// @ts-check
// What a browser makes of the console: frames of a page that changes, and when the first page can be used. The system's Chromium, without a graphics card.
import { createServer } from 'node:http'
import { chromium } from 'playwright-core'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
const WINDOW = { width: 1440, height: 900 }
/** Lighthouse's slow 4G and mid-tier phone. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 }
const SLOWDOWN = 4
/** A page that did nothing longer than 50 ms for so long can be used (Lighthouse: quiet window). */
const QUIET_MS = 500

const launch = () => chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS })

/** Frames a second of the situation at rest and while somebody scrolls through it. @param {{ url: string, user: string, password: string, forMs: number }} wish */
export async function measureFrames({ url, user, password, forMs }) {
  const browser = await launch()
  try {
    const page = await browser.newPage({ viewport: WINDOW, locale: 'en-GB' })
    await page.addInitScript(() => localStorage.setItem('genba-language', 'en'))
    await page.goto(url)
    await page.getByLabel('User name').fill(user)
    await page.getByRole('textbox', { name: 'Password' }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('navigation').first().waitFor()
    await page.goto(`${url}/situation`)
    await page.locator('[data-tile]').first().waitFor({ timeout: 60_000 })
    await page.waitForTimeout(2_000)
    const told = []
    for (const what of ['at rest', 'scrolling']) {
      const isScrolling = what === 'scrolling'
      const times = await page.evaluate(
        ([ms, scrolls]) =>
          new Promise((/** @type {(times: number[]) => void} */ resolve) => {
            const tile = document.querySelector('[data-tile]')
            let frame = tile?.parentElement
            while (frame && frame.scrollHeight <= frame.clientHeight) frame = frame.parentElement
            const began = performance.now()
            /** @type {number[]} */
            const times = []
            const step = (/** @type {number} */ now) => {
              times.push(now)
              if (scrolls && frame) frame.scrollTop += 12
              if (now - began < Number(ms)) requestAnimationFrame(step)
              else resolve(times)
            }
            requestAnimationFrame(step)
          }),
        /** @type {const} */ ([forMs, isScrolling]),
      )
      const gaps = times.slice(1).map((time, n) => time - (times[n] ?? 0))
      const slowestMs = [...gaps].sort((a, b) => b - a)[Math.floor(gaps.length / 100)] ?? 0
      told.push({ what, perS: (gaps.length / ((times.at(-1) ?? 0) - (times[0] ?? 0))) * 1_000, slowestMs })
    }
    return told
  } finally {
    await browser.close()
  }
}

/** Milliseconds until an empty page, and the console's first page, can be used. @param {string} url */
export async function measureFirstPage(url) {
  const server = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html')
    answer.end('<!doctype html><title>empty</title><main>empty</main>')
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {{ port: number }} */ (server.address())
  try {
    return { emptyMs: await usableAt(`http://127.0.0.1:${port}`, 'main'), pageMs: await usableAt(url, 'input') }
  } finally {
    server.close()
  }
}

/** @param {string} url @param {string} selector of what must be there */
async function usableAt(url, selector) {
  const browser = await launch()
  try {
    const page = await browser.newPage({ viewport: WINDOW })
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', SLOW)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
    await page.addInitScript(() => {
      const tasks = /** @type {number[]} */ ([])
      Object.assign(window, { tasks })
      new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries()) tasks.push(startTime + duration)
      }).observe({ type: 'longtask', buffered: true })
    })
    await page.goto(url, { waitUntil: 'commit' })
    return await page.evaluate(
      ([wanted, quietMs]) =>
        new Promise((/** @type {(at: number) => void} */ resolve) => {
          let there = 0
          const look = () => {
            if (there === 0 && document.querySelector(String(wanted))) there = performance.now()
            const tasks = /** @type {number[]} */ (Reflect.get(window, 'tasks'))
            const last = Math.max(there, ...tasks)
            if (there > 0 && performance.now() - last > Number(quietMs)) resolve(last)
            else setTimeout(look, 10)
          }
          look()
        }),
      /** @type {const} */ ([selector, QUIET_MS]),
    )
  } finally {
    await browser.close()
  }
}
