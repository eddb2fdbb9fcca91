import { createHash } from 'node:crypto';
import type { TouchpointRow } from '../intake/rules.ts';
import { pathsBySum } from '../tags/rules.ts';
import type { VanityPath } from '../tags/schema.ts';
import type { StoredVisit } from './store.ts';

/** Checksums of paths that mean something else by now than they did before. */
export function changedSums(before: readonly VanityPath[], after: readonly VanityPath[]): number[] {
  const [old, now] = [pathsBySum(before), pathsBySum(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((sum) => {
    const [one, other] = [old.get(sum), now.get(sum)];
    return one?.campaign !== other?.campaign || one?.show !== other?.show;
  });
}

export function vanityId({ name }: Pick<StoredVisit, 'name'>): string {
  return `vanity:${name}`;
}

/** Whether the vanity visit that stands beside a visit, or that none does, is what the path means now. */
export function isAsMapped({ isVanity, campaign, show }: StoredVisit, mapped: VanityPath | undefined): boolean {
  return mapped ? isVanity && campaign === mapped.campaign && show === mapped.show : !isVanity;
}

/** The touchpoint that a visit becomes by what its path means: the same one that it would have become on arrival. */
export function vanityOf(visit: StoredVisit, { campaign, show }: VanityPath, tenantId: string): TouchpointRow {
  const id = vanityId(visit);
  return {
    tenantId,
    id,
    fingerprint: createHash('sha256').update(`${id} ${campaign} ${show}`).digest('hex').slice(0, 32),
    occurredAt: visit.occurredAt,
    kind: 'vanity_visit',
    priority: 0,
    campaign,
    channel: 'podcast',
    show: show ?? undefined,
    consent: visit.consent,
    connectionType: visit.connectionType,
    country: visit.country ?? undefined,
    region: visit.region ?? undefined,
    asn: visit.asn ?? undefined,
    player: visit.player ?? undefined,
    listVersion: visit.listVersion ?? undefined,
    metadata: visit.metadata === null || visit.metadata === '{}' ? undefined : visit.metadata,
    addressKey: visit.addressKey ?? undefined,
    agentKey: visit.agentKey ?? undefined,
    userKey: visit.userKey ?? undefined,
    emailKey: visit.emailKey ?? undefined,
    deviceKey: visit.deviceKey ?? undefined,
    clickKey: visit.clickKey ?? undefined,
  };
}
