import { z } from 'zod'
import { EpochMs } from '../words.js'
import { Network } from './plant.js'

/** One row of the table that chooses: a playbook for the incidents in which one rule's finding fits all that `when` names. */
export const ChooseRow = z.strictObject({
  when: z
    .strictObject({
      /** Names; `*` at the end stands for any rest, as in `line-*`. */
      zone: z.array(z.string()).min(1).optional(),
      zoneNetwork: z.array(Network.shape.kind).min(1).optional(),
      /** Kinds of assets (AssetKind), one of which the zone has. */
      assetKind: z.array(z.string()).min(1).optional(),
      rule: z.array(z.string()).min(1).optional(),
      /** MITRE ATT&CK for ICS techniques of the rule, as `T0836`. */
      technique: z
        .array(z.string().regex(/^T\d{4}$/))
        .min(1)
        .optional(),
      minSeverity: z.number().int().min(0).max(100).optional(),
    })
    .default({}),
  playbook: z.string(),
})
export type ChooseRow = z.infer<typeof ChooseRow>

/** What rows are held against: one finding of a correlation rule in one zone. What the plant says of the zone is absent when it does not have it. */
export const ChoiceFinding = z.object({
  zone: z.string(),
  zoneNetwork: z.string().optional(),
  assetKinds: z.array(z.string()).optional(),
  rule: z.string(),
  techniques: z.array(z.string()).optional(),
})
export type ChoiceFinding = z.infer<typeof ChoiceFinding>

/**
 * The `choices` document: a table that chooses playbooks, by which a responder answers incidents. Recorded at each start of a responder,
 * keyed by what its file says: `_id` is the beginning of the SHA-256 of the text.
 */
export const KeptChoice = z.object({
  id: z.string(),
  rows: z.array(ChooseRow),
  /** The folder of that responder (PLAYBOOKS_DIR); absent: the table that came with Genba. */
  folder: z.string().optional(),
  /** The last start with it: of several tables the newest is in force. */
  loadedAt: EpochMs,
})
export type KeptChoice = z.infer<typeof KeptChoice>
