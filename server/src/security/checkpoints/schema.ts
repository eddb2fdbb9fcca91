import { z } from 'zod';

/** What a chain of audit rows ended with at an instant, signed. It is worth something where nobody of this installation can change it. */
export const Checkpoint = z
  .strictObject({
    tenant: z.string().max(64).describe("the tenant's id, or `platform` for the installation's own log"),
    seq: z.int().min(0).describe('the last row of the audit log at that time'),
    hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('its hash'),
    previous: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable()
      .describe('SHA-256 of the signed text of the checkpoint before; null for the first one'),
    at: z.string().max(40),
    keyId: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .describe('which public key it verifies under'),
    signature: z.string().max(100).describe('Ed25519, base64'),
  })
  .meta({ id: 'AuditCheckpoint' });
export type Checkpoint = z.infer<typeof Checkpoint>;

export const CheckpointKey = z
  .object({
    keyId: z.string().describe('the first 16 hexadecimal digits of the SHA-256 of the key'),
    algorithm: z.literal('Ed25519'),
    publicKey: z.string().describe('PEM (SubjectPublicKeyInfo)'),
  })
  .meta({ id: 'AuditCheckpointKey' });
export type CheckpointKey = z.infer<typeof CheckpointKey>;
