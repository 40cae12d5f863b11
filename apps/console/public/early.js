// Runs before the bundle, as a file of its own because the content security policy allows no inline script.
// zod would probe for `eval`, which the policy forbids and the browser would report as a violation.
globalThis.__zod_globalConfig = { jitless: true }
// The chosen language and theme before the first paint, so that nothing flashes.
const stored = (key) => {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
const scheme = stored('mantine-color-scheme-value')
const isDark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
document.documentElement.dataset.mantineColorScheme = isDark ? 'dark' : 'light'
document.documentElement.lang = stored('genba-language') === 'en' ? 'en' : 'ja'
