// The console's content security policy forbids `eval`. zod would probe for it and the browser would report a violation, so it is
// told before the first schema is built. Must stay the first import of main.tsx.
const scope = globalThis as { __zod_globalConfig?: { jitless?: boolean } }
scope.__zod_globalConfig = { ...scope.__zod_globalConfig, jitless: true }
