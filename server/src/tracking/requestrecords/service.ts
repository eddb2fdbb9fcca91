import { newId } from '../../platform/chance.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { holdCountingIn } from '../downloads/service.ts';
import { findCrowdsOf, moveCrowdedDays } from '../downloads/store.ts';
import { listenerKeyOf } from '../requests/rules.ts';
import { type ErasedEvent, erasedEventOf } from '../subjects/rules.ts';
import type { Part, Subject } from '../subjects/service.ts';
import { insertErasedEvents } from '../subjects/store.ts';
import { deleteAddresses, deleteOldRequests, deleteUnusedAgents, findRequestsOf, type SubjectRequest, updateToAmounts } from './store.ts';

export type { SubjectRequest };

const MOST_EXPORTED = 100_000;

/** What the requests of a person are put together by: the address with the user agent, which is all a request tells of anybody. */
function listenersOf({ keys, hashing }: Subject): string[] {
  return keys.flatMap(({ field, key, agentKey }) =>
    field === 'address_agent' ? [listenerKeyOf(hashing.identity, key, agentKey ?? '')] : [],
  );
}

/**
 * Makes anonymous amounts of up to `limit` requests of a person: day, episode and fate stay, so that downloads of the past are not fewer,
 * and nothing tells whose they were. The answer names each by the hash that keeps it out when it is sent again. Nobody counts meanwhile:
 * call it first in its transaction.
 */
export async function eraseRequestsIn(tx: TenantTx, subject: Subject, { limit, before }: Part): Promise<ErasedEvent[]> {
  const listeners = listenersOf(subject);
  if (listeners.length === 0) return [];
  await holdCountingIn(tx);
  const newIds = Array.from({ length: limit }, () => `erased:${newId()}`);
  const ids = await updateToAmounts(tx, listeners, { limit, before, newIds });
  if (ids.length === 0) return [];
  const addresses = subject.keys.filter(({ field }) => field === 'address_agent').map(({ key }) => key);
  await moveCrowdedDays(tx, await findCrowdsOf(tx, addresses), false);
  await deleteAddresses(tx, addresses, listeners);
  await deleteUnusedAgents(
    tx,
    subject.keys.flatMap(({ agentKey }) => agentKey ?? []),
  );
  const erased = ids.map((id) => erasedEventOf('request', id, subject.hashing));
  await insertErasedEvents(tx, erased);
  return erased;
}

/** The requests of a person, in order of time. */
export async function exportRequestsIn(tx: TenantTx, subject: Subject): Promise<SubjectRequest[]> {
  const listeners = listenersOf(subject);
  return listeners.length === 0 ? [] : findRequestsOf(tx, listeners, MOST_EXPORTED);
}

/** Deletes up to `limit` requests from before an instant; returns how many. The sums of their days stay. */
export async function deleteOldRequestsIn(tx: TenantTx, before: string, limit: number): Promise<number> {
  await holdCountingIn(tx);
  return deleteOldRequests(tx, before, limit);
}
