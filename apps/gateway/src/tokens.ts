/** Injection token of the gateway's own configuration. */
export const GATEWAY_CONFIG = Symbol('GATEWAY_CONFIG')
/** Injection token of the rules that explanations are made with. */
export const RULES = Symbol('RULES')
