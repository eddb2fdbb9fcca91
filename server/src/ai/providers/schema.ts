import { z } from 'zod';
import { MinuteMicros, TokenPrices } from '../../metering/prices/schema.ts';
import { pageSchema } from '../../platform/paging.ts';

export const ProviderKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be 1 to 63 small letters, digits and hyphens, such as openai')
  .meta({ description: "the tenant's own key of a provider" });

const ProviderKind = z.enum(['openai', 'anthropic', 'openai_compatible']).meta({
  description: 'which interface it speaks; openai_compatible is the chat interface of OpenAI, as many servers speak it',
});
export type ProviderKind = z.infer<typeof ProviderKind>;

const ProviderAccount = z.enum(['own', 'operator']).meta({ description: "whose account it is: the tenant's own, or the operator's" });

const ModelName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'must be the name of a model as the provider has it, without spaces');

/** What a provider may be asked of transcripts, each a task of its own. */
const TranscriptTask = z.enum(['ad_reads', 'ad_scan']);
export type TranscriptTask = z.infer<typeof TranscriptTask>;
const TranscriptTasks = z
  .array(TranscriptTask)
  .max(TranscriptTask.options.length)
  .describe(
    'what it may be asked of transcripts, whose text is then sent to it; none unless said. ad_reads: the stretches in which our ' +
      'classifier sees an ad; ad_scan: all others too',
  );

const ProviderModel = z
  .strictObject({
    model: ModelName,
    prices: TokenPrices.nullable()
      .default(null)
      .describe('what it costs the tenant, from now on; null where the public price holds. Of own accounts alone'),
  })
  .meta({ id: 'AiProviderModel' });

export const AUDIO_ANSWERS = ['verbose_json', 'json', 'vtt', 'srt', 'text'] as const;

const AudioAnswer = z.enum(AUDIO_ANSWERS).meta({
  description:
    'in which form it answers (response_format): verbose_json, vtt and srt tell times; of json and text they are estimated from the words',
});

const AudioModel = z
  .strictObject({
    model: ModelName,
    answer: AudioAnswer.default('verbose_json'),
    minuteMicros: MinuteMicros.nullable()
      .default(null)
      .describe('what a minute of audio costs the tenant, from now on; null where the public price holds. Of own accounts alone'),
  })
  .meta({ id: 'AiAudioModel' });

const Position = z.int().min(0).max(1_000).describe('the lowest is asked first, and the next one when it cannot or will not answer');
const Cap = z
  .int()
  .min(0)
  .max(1_000_000_000)
  .nullable()
  .describe('the most it may cost in a month, in US cents; null where nothing limits it');

export const ProviderDetails = z
  .strictObject({
    kind: ProviderKind,
    account: ProviderAccount,
    apiKey: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .regex(/^[\x21-\x7e]+$/, 'must be a key as the provider shows it, without spaces')
      .optional()
      .describe('stored sealed, and never shown; left out, the key that is there stays'),
    baseUrl: z
      .string()
      .trim()
      .max(500)
      .nullable()
      .default(null)
      .describe("the address under which its interface stands, such as https://ai.example.com/v1; null for the vendor's own"),
    models: z
      .array(ProviderModel)
      .max(20)
      .default([])
      .describe('which models may be asked of texts; the first one is, unless a question names another'),
    audioModels: z
      .array(AudioModel)
      .max(20)
      .default([])
      .describe('which models may hear audio, at /audio/transcriptions; the first one does, unless a transcription names another'),
    position: Position.default(0),
    monthlyCapCents: Cap.default(null),
    transcriptTasks: TranscriptTasks.default([]),
    isEnabled: z.boolean().default(true),
  })
  .refine(({ models, audioModels }) => models.length + audioModels.length > 0, {
    path: ['models'],
    error: 'must name a model, or audioModels one',
  })
  .meta({ id: 'AiProviderDetails' });
export type ProviderDetails = z.output<typeof ProviderDetails>;

const PricedModel = z.object({
  model: z.string(),
  prices: TokenPrices.nullable().describe('what holds now; null when nobody knows, and then the model is not asked'),
  priceFrom: z.enum(['own', 'public']).nullable().describe("whether that is the tenant's own price, or a public one"),
});

const PricedAudioModel = z.object({
  model: z.string(),
  answer: AudioAnswer,
  minuteMicros: z.int().nullable().describe('what a minute of audio costs now; null when nobody knows, and then the model does not hear'),
  priceFrom: z.enum(['own', 'public']).nullable().describe("whether that is the tenant's own price, or a public one"),
});

const WhyNot = z.enum(['disabled', 'no_operator_account', 'no_price', 'cap_reached']);

export const Provider = z
  .object({
    key: z.string(),
    kind: ProviderKind,
    account: ProviderAccount,
    hasKey: z.boolean().describe('whether a key of its own is stored'),
    baseUrl: z.string().nullable(),
    models: z.array(PricedModel),
    audioModels: z.array(PricedAudioModel),
    position: Position,
    monthlyCapCents: Cap,
    transcriptTasks: TranscriptTasks,
    isEnabled: z.boolean(),
    isReady: z.boolean().describe('false where it cannot be asked now'),
    whyNot: WhyNot.nullable().describe(
      "why it cannot: it is disabled, the operator's account is not there, none of its models has a price, or its cap is reached",
    ),
    usedMicros: z.int().describe('what it cost this month, in millionths of a US dollar'),
    reservedMicros: z.int().describe('what is set aside for calls under way, in millionths of a US dollar'),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'AiProvider' });
export type Provider = z.infer<typeof Provider>;

export const Providers = pageSchema(Provider)
  .extend({
    month: z.string().describe('the first day of the month that is counted, in UTC'),
    operatorAccounts: z.array(z.enum(['openai', 'anthropic'])).describe("which accounts of the operator's there are"),
  })
  .meta({ id: 'AiProviders' });
export type Providers = z.infer<typeof Providers>;
