import { createPrivacyRequest } from '../src/privacy/requests/service.ts';
import { runPrivacyRequest } from '../src/privacy/work/service.ts';
import type { TestDatabase, TestTenant } from './database.ts';

/** Privacy requests, each for one use: two that wait, one to be refused, one with an export, and a restriction in force. */
export type PrivacyRequests = Record<'unverified' | 'slow' | 'unfounded' | 'exported' | 'restriction', string>;

export async function askForPrivacy({ context }: TestDatabase, { actor, tenantId }: TestTenant): Promise<PrivacyRequests> {
  const ask = async (kind: 'access' | 'restriction', verification?: 'document') => {
    const { id } = await createPrivacyRequest(context, actor, { kind, identities: [{ userId: 'private' }], verification });
    if (verification) await runPrivacyRequest(context, 'system', tenantId, id);
    return id;
  };
  const [unverified, slow, unfounded] = [await ask('access'), await ask('access'), await ask('access')];
  return { unverified, slow, unfounded, exported: await ask('access', 'document'), restriction: await ask('restriction', 'document') };
}
