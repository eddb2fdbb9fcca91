import { newId } from '../../platform/chance.ts';
import type { EdgeContext } from '../../platform/context.ts';
import { listenerAddress } from '../../platform/forwarded.ts';
import { keptFields } from './rules.ts';
import type { PublicRequest, PublicRequestKind } from './schema.ts';

/** What a request's arrival tells, as Node has it. */
export interface Arriving {
  method?: string | undefined;
  url?: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  socket: { remoteAddress?: string | undefined };
}

/** What a route knows of a public request beside its arrival. */
export interface Meant {
  kind: PublicRequestKind;
  publicId: string;
  body?: Uint8Array | undefined;
  /** Names of further fields of the header to keep, in lower case. */
  fields?: readonly string[] | undefined;
}

/** A request as it arrived, with a new id. Whom it is from the connection says, or the operator's own proxies where they handed it on. */
export function publicRequestOf(context: Pick<EdgeContext, 'clock' | 'trustedProxies'>, arriving: Arriving, meant: Meant): PublicRequest {
  const { method = 'GET', url = '', headers, socket } = arriving;
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',');
  return {
    id: newId(),
    receivedAt: new Date(context.clock()).toISOString(),
    kind: meant.kind,
    publicId: meant.publicId,
    method,
    target: url,
    ip: listenerAddress(socket.remoteAddress, forwarded === '' ? undefined : forwarded, context.trustedProxies),
    headers: keptFields(headers, meant.fields),
    ...(meant.body === undefined ? {} : { body: Buffer.from(meant.body).toString('base64') }),
  };
}

/**
 * Keeps a public request until what it says is committed. Resolves once it is sealed and synced to disk: from then on it is not lost,
 * whatever dies.
 * @throws AppError `unavailable` when the spool is full or its disk fails; the request is counted as lost then.
 */
export async function spoolRequest(context: Pick<EdgeContext, 'spool'>, _actor: 'public', request: PublicRequest): Promise<void> {
  await context.spool.append(JSON.stringify(request));
}
