type Collection = { writer: string; indexes: readonly { keys: Record<string, 1 | -1>; unique?: boolean }[] }

/**
 * Every collection, its one writer and its indexes. Keys that are looked up often are the `_id`; the embedded engine answers only
 * exact unique keys fast, so lists are kept small or walked by `_id`. Created one by one by `apps/gateway/dist/setup.js`.
 */
export const COLLECTIONS = {
  plants: { writer: 'gateway', indexes: [] },
  users: { writer: 'gateway', indexes: [] },
  sessions: { writer: 'gateway', indexes: [] },
  sources: { writer: 'gateway', indexes: [] },
  comments: { writer: 'gateway', indexes: [{ keys: { incident: 1, at: -1 } }] },
  promises: { writer: 'gateway', indexes: [{ keys: { plant: 1 } }] },
  /** The bytes of files that comments tell of, by the comment's id. */
  files: { writer: 'gateway', indexes: [] },
  shelves: { writer: 'gateway', indexes: [{ keys: { plant: 1 } }] },
  handovers: { writer: 'gateway', indexes: [{ keys: { plant: 1, 'sheet.at': -1 } }] },
  rosters: { writer: 'gateway', indexes: [{ keys: { _id: 1, version: 1 }, unique: true }] },
  connectors: { writer: 'responder', indexes: [{ keys: { _id: 1, version: 1 }, unique: true }] },
  playbooks: { writer: 'responder', indexes: [{ keys: { id: 1 } }] },
  choices: { writer: 'responder', indexes: [] },
  library: { writer: 'gateway', indexes: [{ keys: { _id: 1, version: 1 }, unique: true }, { keys: { playbook: 1 } }] },
  alarms: {
    writer: 'correlator',
    indexes: [{ keys: { plant: 1, lastAt: -1 } }, { keys: { rule: 1, 'state.at': 1 } }],
  },
  positions: { writer: 'correlator', indexes: [{ keys: { plant: 1 } }, { keys: { 'flood.at': 1 } }] },
  rulePacks: { writer: 'correlator', indexes: [] },
  trials: { writer: 'gateway', indexes: [] },
  checkpoints: { writer: 'correlator', indexes: [] },
  incidents: {
    writer: 'correlator',
    indexes: [
      { keys: { _id: 1, version: 1 }, unique: true },
      { keys: { state: 1, lastAt: -1 } },
      { keys: { plant: 1, lastAt: -1 } },
    ],
  },
  signals: { writer: 'correlator', indexes: [{ keys: { plant: 1, lastAt: -1 } }] },
  operations: { writer: 'correlator', indexes: [{ keys: { plant: 1 } }] },
  responses: {
    writer: 'responder',
    indexes: [
      { keys: { _id: 1, version: 1 }, unique: true },
      { keys: { state: 1 } },
      { keys: { wakeAt: 1 } },
      { keys: { plant: 1, openedAt: -1 } },
      // Of all plants these are few: what stands outside for a time, and who broke the glass.
      { keys: { 'holds.state.at': 1 } },
      { keys: { 'approvals.breakGlass.at': 1 } },
    ],
  },
  shadows: { writer: 'responder', indexes: [{ keys: { incident: 1 } }] },
  audit: { writer: 'every app', indexes: [] },
} as const satisfies Record<string, Collection>

export type CollectionName = keyof typeof COLLECTIONS
