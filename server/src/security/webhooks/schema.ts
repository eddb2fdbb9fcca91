import { z } from 'zod';
import { SECURITY_EVENTS, SEVERITIES } from '../../platform/security-events.ts';
import { OTHER_TYPES } from '../../platform/webhook-queue.ts';

const TYPES: [string, ...string[]] = [...OTHER_TYPES, ...Object.keys(SECURITY_EVENTS).map((kind) => `security.${kind}`)];

export const WebhookType = z.enum(TYPES);

function isWebAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
}

const Url = z
  .string()
  .max(2_000)
  .refine(isWebAddress, 'must be an address like https://receiver.example/hook, without name and password')
  .describe('https, on the public internet, unless the operator named the network');

const terms = {
  url: Url,
  description: z.string().trim().max(200),
  types: z.array(WebhookType).max(100).describe('what it is told; empty means everything'),
  minSeverity: z.enum(SEVERITIES).describe('the least severity of security events that it is told'),
};

export const NewWebhook = z
  .strictObject({
    url: terms.url,
    description: terms.description.default(''),
    types: terms.types.default([]),
    minSeverity: terms.minSeverity.default('info'),
  })
  .meta({ id: 'NewWebhook' });
export type NewWebhook = z.output<typeof NewWebhook>;

export const WebhookChange = z
  .strictObject({ ...terms, isEnabled: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'must change something')
  .meta({ id: 'WebhookChange' });
export type WebhookChange = z.output<typeof WebhookChange>;

export const Webhook = z
  .object({
    id: z.string().describe('UUID'),
    url: z.string(),
    description: z.string(),
    types: z.array(z.string()),
    minSeverity: z.enum(SEVERITIES),
    isEnabled: z.boolean(),
    disabledAt: z.string().nullable(),
    disabledBecause: z
      .enum(['by_hand', 'gone', 'failing'])
      .nullable()
      .describe('`gone`: the receiver answered 410; `failing`: it took nothing for three days'),
    previousSecretUntil: z.string().nullable().describe('until then messages are signed with the secret before as well'),
    createdAt: z.string(),
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof Webhook>;

export const WebhookWithSecret = Webhook.extend({
  secret: z.string().describe('`whsec_` and the key in base64, shown this once'),
}).meta({ id: 'WebhookWithSecret' });
export type WebhookWithSecret = z.infer<typeof WebhookWithSecret>;
