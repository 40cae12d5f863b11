/** Injection tokens of the values that are not classes. */
export const ENGINE_CONFIG = Symbol('ENGINE_CONFIG')
export const APP_NAME = Symbol('APP_NAME')
export const LOG = Symbol('LOG')
