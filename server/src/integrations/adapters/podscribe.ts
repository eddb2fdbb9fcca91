import { AppError } from '../../platform/errors.ts';
import { parseStrictJson } from '../../platform/strict-json.ts';
import type { ConversionInput } from '../../tracking/intake/schema.ts';
import type { PublicRequest } from '../../tracking/edge/schema.ts';
import {
  type Adapting,
  identityOf,
  instantOf,
  nameOf,
  pageMarks,
  type Reading,
  readingOf,
  referrerOf,
  saleOf,
  textOf,
  truthOf,
} from './rules.ts';

/** What one request of the tag may hold: browsers send no more as a page closes. */
export const MOST_TAG_BYTES = 65_536;

/** Actions of Podscribe's tag, and what they are here. */
const KINDS: Readonly<Record<string, ConversionInput['kind']>> = { view: 'visit', lead: 'lead', signup: 'signup', purchase: 'purchase' };

/** Whose browser or server a request of the tag came from. */
export interface TagRequest {
  /** By name; of one that stands several times the first. */
  parameters: Readonly<Record<string, unknown>>;
  ip: string;
  userAgent: string | undefined;
  referer: string | undefined;
  /** Whether the browser asked not to be followed. */
  objects: boolean;
}

/**
 * What the parameters of Podscribe's tag say: `action`, `order_number`, `order_value`, `currency`, `discount_code`, `hashed_email`,
 * `is_new_customer`, `num_items_purchased`. An event with an `order_number` is known by it and its action.
 */
export function readPodscribe({ parameters, ip, userAgent, referer, objects }: TagRequest, adapting: Adapting): Reading {
  const action = textOf(parameters.action)?.toLowerCase();
  const kind = action === undefined ? undefined : KINDS[action];
  if (action === undefined || kind === undefined) return action === undefined ? { fault: 'an "action" is needed' } : { skipped: action };
  const orderId = textOf(parameters.order_number) ?? textOf(parameters.order_id);
  const stated = instantOf(parameters.timestamp);
  const { clickId, marks } = pageMarks(parameters.url ?? referer);
  const items = textOf(parameters.num_items_purchased) ?? textOf(parameters.num_items);
  const value = parameters.order_value ?? parameters.value;
  return readingOf('podscribe', adapting, {
    name: `${action}:${orderId ?? nameOf([parameters, ip, userAgent], adapting.receivedAtMs)}`,
    kind,
    occurredAt: stated ?? new Date(adapting.receivedAtMs).toISOString(),
    sale: kind === 'visit' ? {} : saleOf(value, parameters.currency ?? (value === undefined ? undefined : 'USD')),
    orderId,
    promoCode: textOf(parameters.discount_code, 100),
    isNewCustomer: truthOf(parameters.is_new_customer),
    identity: identityOf({
      ip,
      userAgent,
      userId: parameters.user_id,
      deviceId: parameters.device_id,
      email: parameters.hashed_email,
      fields: parameters,
      clickId,
    }),
    consent: objects ? 'denied' : undefined,
    metadata: { ...marks, ...referrerOf(parameters.referrer), ...(items === undefined ? {} : { items }) },
  });
}

function bodyParameters({ body, headers }: PublicRequest): Record<string, unknown> {
  const bytes = Buffer.from(body ?? '', 'base64');
  if (bytes.length === 0 || bytes.length > MOST_TAG_BYTES) return {};
  if (!(headers['content-type'] ?? '').includes('json')) return Object.fromEntries(new URLSearchParams(bytes.toString()));
  try {
    const json = parseStrictJson(bytes);
    return json !== null && typeof json === 'object' ? { ...json } : {};
  } catch (error) {
    if (error instanceof AppError) return {};
    throw error;
  }
}

/** A request of the tag as it arrived: parameters stand in the address, or in the body. */
export function tagRequestOf(request: PublicRequest): TagRequest {
  const { target, ip, headers } = request;
  const query = Object.fromEntries(new URLSearchParams(target.includes('?') ? target.slice(target.indexOf('?')) : ''));
  return {
    parameters: { ...bodyParameters(request), ...query },
    ip,
    userAgent: headers['user-agent'],
    referer: headers.referer,
    objects: headers['sec-gpc'] === '1',
  };
}
