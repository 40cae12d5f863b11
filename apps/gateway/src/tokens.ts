/** Injection token of the gateway's own configuration. */
export const GATEWAY_CONFIG = Symbol('GATEWAY_CONFIG')
/** Injection token of the followed rule files, as the correlator follows them. */
export const RULES = Symbol('RULES')
