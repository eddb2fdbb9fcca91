import { z } from 'zod';
import { EventId } from '../../platform/item-batch.ts';
import { PageQuery } from '../../platform/paging.ts';
import { CONVERSION_KINDS } from '../../tracking/intake/schema.ts';
import { FIT_UNITS, FITTED_MODELS } from '../fits/schema.ts';
import { NewRun, RunCredit, RunModel, RunOptions } from '../runs/schema.ts';

export const MOST_DAYS = 365;

/** What is asked for: a model and the options of an explanation, and how the page is to be shown. */
export const NewExplanationLink = NewRun.omit({ asOf: true, from: true, to: true, conversionKind: true })
  .extend({
    expiresInDays: z
      .int('must be a whole number of days')
      .min(1, 'must be at least 1')
      .max(MOST_DAYS, `must be at most ${MOST_DAYS}`)
      .default(30)
      .describe('how long the page answers'),
    note: z
      .string()
      .trim()
      .min(1, 'must not be empty; leave it out instead')
      .max(500, 'must be at most 500 characters')
      .optional()
      .describe('stands on the page, for whoever opens it'),
    showsIds: z.boolean().default(false).describe('shows the ids of conversion and touchpoints, which may hold order numbers'),
    tellsRestatement: z.boolean().default(false).describe('tells what the conversion is worth now, once it was restated'),
  })
  .meta({ id: 'NewExplanationLink' });
export type NewExplanationLink = z.output<typeof NewExplanationLink>;

export const LINK_STATES = ['live', 'expired', 'revoked', 'erased'] as const;

/** A page that tells one conversion to whoever has its address. */
export const ExplanationLink = z
  .object({
    id: z.uuid(),
    conversionId: z.string().nullable().describe('null once it was erased'),
    state: z.enum(LINK_STATES).describe('erased: what the page told of was erased or grew too old, and it says nothing but that'),
    createdAt: z.string(),
    createdBy: z.string(),
    expiresAt: z.string(),
    revokedAt: z.string().nullable(),
    revokedBy: z.string().nullable(),
    model: z.string(),
    note: z.string().nullable(),
    showsIds: z.boolean(),
    tellsRestatement: z.boolean(),
    version: z.int().describe('of the path, which the page tells of'),
    views: z.int().describe('how often the page was opened'),
    lastViewedAt: z.string().nullable(),
  })
  .meta({ id: 'ExplanationLink' });
export type ExplanationLink = z.infer<typeof ExplanationLink>;

export const CreatedExplanationLink = ExplanationLink.extend({
  address: z.string().describe('of the page; answered this once, as only its hash is kept'),
}).meta({ id: 'CreatedExplanationLink' });
export type CreatedExplanationLink = z.infer<typeof CreatedExplanationLink>;

export const ExplanationLinksQuery = PageQuery.extend({
  conversion: EventId.optional().describe('of this conversion alone, by the id the tenant sent'),
});
export type ExplanationLinksQuery = z.output<typeof ExplanationLinksQuery>;

/** What of a fit the weights of one path rest on; the rest of it is the tenant's own business. */
export const StatementFit = z.strictObject({
  id: z.string(),
  createdAt: z.string(),
  model: z.enum(FITTED_MODELS),
  unit: z.enum(FIT_UNITS),
  lookbackDays: z.int(),
  order: z.int(),
  inputHash: z.string(),
  conversions: z.int(),
  units: z.array(z.strictObject({ key: z.string().nullable(), effect: z.number() })),
  rates: z.strictObject({ baseline: z.number(), effect: z.array(z.number()), decay: z.array(z.number()) }).nullable(),
});
export type StatementFit = z.infer<typeof StatementFit>;

export const STATEMENT_FORMAT = 'earshot-explanation/1';

const names = z.array(z.strictObject({ key: z.string(), name: z.string() }));

/** What is signed: one conversion's credit as it was known at an instant, with everything that it follows from. */
export const ExplanationStatement = z.strictObject({
  format: z.literal(STATEMENT_FORMAT),
  issuer: z.string().describe('the address of the installation'),
  tenant: z.string(),
  simulated: z.boolean(),
  madeAt: z.string(),
  asOf: z.string().describe('the instant of the last change it knows of'),
  conversion: z.strictObject({
    id: z.string().nullable().describe('null where the maker does not show ids'),
    kind: z.enum(CONVERSION_KINDS),
    occurredAt: z.string(),
    version: z.int(),
    grossValueMinor: z.int().nullable(),
    refundedMinor: z.int(),
    valueMinor: z.int().nullable(),
    currency: z.string().nullable(),
  }),
  model: z.strictObject({ ...RunModel.shape, fit: StatementFit.nullable(), title: z.string(), description: z.string() }),
  options: RunOptions,
  names: z.strictObject({ campaigns: names, shows: names, episodes: names }),
  note: z.string().nullable(),
  engineVersion: z.string(),
  inputHash: z.string().describe('SHA-256, as a run has it'),
  outputHash: z.string(),
  credits: z.array(RunCredit).min(1),
  workings: z.array(z.string()).describe('how the weight of each credit came about'),
  sentences: z.array(z.string()),
});
export type ExplanationStatement = z.infer<typeof ExplanationStatement>;

/** A statement with its signature: a JWS with detached payload (RFC 7515, appendix F) over its canonical JSON. */
export const SignedExplanation = z.strictObject({ statement: ExplanationStatement, signature: z.string().max(500) });
export type SignedExplanation = z.infer<typeof SignedExplanation>;

export const ExplanationKeys = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      x: z.string(),
      kid: z.string(),
      use: z.string().optional(),
      alg: z.string().optional(),
    }),
  ),
});
export type ExplanationKeys = z.infer<typeof ExplanationKeys>;
