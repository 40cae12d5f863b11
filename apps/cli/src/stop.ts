/** Thrown when the command cannot go on and the person can mend it; the message is the one sentence that they see. */
export class Stop extends Error {}
