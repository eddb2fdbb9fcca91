import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getAllSharesReport } from '../src/attribution/share-reports/service.ts';
import { listTenantsWithShareWorkIn } from '../src/attribution/share-runs/service.ts';
import { acceptShare, claimShare, declineShare, getShare, listReceivedShares, revokeShare } from '../src/attribution/shares/service.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { inDirectory, inTenant } from '../src/platform/tenant-door.ts';
import { forgetShareHashings } from '../src/tracking/shares/service.ts';
import { closeTenant, reactivateTenant } from '../src/tenants/lifecycle/service.ts';
import { eraseClosedTenants } from '../src/tenants/upkeep/service.ts';
import { createTestTenant, NOW_MS, type TestTenant } from './database.ts';
import { type MatchingWorld, openMatchingWorld, touch } from './matching-world.ts';
import { grant, offer } from './share-world.ts';

const EVERYTHING = { conversionKinds: null };

let between: MatchingWorld;
beforeAll(async () => {
  between = await openMatchingWorld();
});
afterAll(() => between.close());

/** What a tenant's audit log tells of a share, in its order. */
async function logOf({ tenantId }: TestTenant, id: string): Promise<string[]> {
  const text = 'select actor, action from audit_log where tenant_id = $1 and target = $2 order by seq';
  const { rows } = await between.admin.query<{ actor: string; action: string }>(text, [tenantId, id]);
  return rows.map(({ actor, action }) => `${actor} ${action}`);
}

/** Does something while a transaction that does not end holds the end of a tenant's audit log. */
async function whileLogIsHeld({ tenantId }: TestTenant, act: () => Promise<void>): Promise<void> {
  await between.admin.query('begin');
  try {
    await between.admin.query('select from audit_heads where tenant_id = $1 for update', [tenantId]);
    await act();
  } finally {
    await between.admin.query('rollback');
  }
}

describe('what one side of a share does never waits for the other side', () => {
  test('and is revoked while the grantee writes to its audit log, which tells of it later, once, with the instant', async () => {
    const { grantor, grantee, id } = await between.matchedPair();
    await whileLogIsHeld(grantee, async () => {
      await revokeShare(between.database.context, grantor.actor, id);
      expect((await between.rowsOfShare(id)).share_keys).toBe(0);
    });
    expect(await logOf(grantee, id)).not.toContain('grantor share.revoke');
    await between.settle(grantee);
    await between.settle(grantee);
    expect((await logOf(grantee, id)).filter((row) => row === 'grantor share.revoke')).toHaveLength(1);
    const text = `select (after ->> 'at')::timestamptz <= occurred_at as is_earlier from audit_log where tenant_id = $1 and target = $2
      and action = 'share.revoke'`;
    expect((await between.admin.query(text, [grantee.tenantId, id])).rows).toEqual([{ is_earlier: true }]);
  });

  test('and is entered, accepted, read and given back while the grantor writes to its audit log', async () => {
    const { context } = between.database;
    const [grantor, grantee] = [await between.network(), await createTestTenant(context)];
    const { id, invitationCode } = await offer(context, grantor);
    await whileLogIsHeld(grantor, async () => {
      await claimShare(context, grantee.actor, invitationCode);
      await acceptShare(context, grantee.actor, id, EVERYTHING);
      await between.read(grantee, id);
      await getAllSharesReport(context, grantee.actor, { model: 'linear' });
      await declineShare(context, grantee.actor, id);
    });
    await between.settle(grantor);
    const told = ['grantee share.claim', 'grantee share.accept', 'grantee share.read', 'grantee share.decline'];
    expect(await logOf(grantor, id)).toEqual(['system share.create', ...told]);
  });

  test('and a read that has not ended holds up nothing that the grantor does', async () => {
    const { context } = between.database;
    const [grantor, grantee] = [await between.network(), await createTestTenant(context)];
    const id = await grant(context, grantor, grantee);
    await inTenant(context.db, grantee.tenantId, async (tx) => {
      await tx.query({ text: 'select note_share_read($1)', values: [id] });
      const another = await putCampaign(context, grantor.actor, 'another', { name: 'Another', spendMinor: null, currency: null });
      expect(another).toMatchObject({ key: 'another' });
      await revokeShare(context, grantor.actor, id);
      expect(await getShare(context, grantor.actor, id)).toMatchObject({ state: 'revoked' });
    });
  });

  test('when both read what the other one shares, and revoke it, at the same time', async () => {
    const { context } = between.database;
    const [one, other] = [await between.network(), await between.network()];
    for (let round = 0; round < 6; round += 1) {
      const [given, received] = [await grant(context, one, other), await grant(context, other, one)];
      await Promise.all([
        between.read(other, given),
        between.read(one, received),
        between.read(other, given),
        between.read(one, received),
        getAllSharesReport(context, one.actor, { model: 'linear' }),
        getAllSharesReport(context, other.actor, { model: 'linear' }),
      ]);
      const reads = [between.read(other, given), between.read(one, received)].map((read) => read.catch((error: unknown) => error));
      await Promise.all([revokeShare(context, one.actor, given), revokeShare(context, other.actor, received)]);
      const failures = (await Promise.all(reads)).filter((outcome) => outcome instanceof Error);
      expect(failures.map(({ message }) => message).filter((message) => !message.startsWith('There is no such share'))).toEqual([]);
    }
  });
});

describe('a matching share that lapses', () => {
  test('by its expiry loses its key and what both sides hold, whichever side looks first, and both logs tell of it once', async () => {
    for (const first of ['grantor', 'grantee'] as const) {
      const { grantor, grantee, id } = await between.matchedPair();
      await between.admin.query('update shares set expires_at = now() where id = $1', [id]);
      const looking = first === 'grantor' ? [grantor, grantee] : [grantee, grantor];
      const waiting = await inDirectory(between.database.context.db, listTenantsWithShareWorkIn);
      expect(waiting).toEqual(expect.arrayContaining([grantor.tenantId, grantee.tenantId]));
      await between.settle(...looking, ...looking);
      expect(new Set(Object.values(await between.rowsOfShare(id))), first).toEqual(new Set([0]));
      for (const side of looking) expect((await logOf(side, id)).filter((row) => row === 'system share.expire')).toHaveLength(1);
    }
  });

  test('because nobody enters its code in time has no listener hashed any more, and loses its key', async () => {
    const { context } = between.database;
    const grantor = await between.network();
    const { id } = await offer(context, grantor, { kind: 'matching' });
    await between.sendTouchpoints(grantor, [touch('in-time')]);
    expect(await between.rowsOfShare(id)).toMatchObject({ share_keys: 1, share_touchpoints: 1 });
    await between.admin.query('update shares set code_expires_at = now() where id = $1', [id]);
    forgetShareHashings(context);
    await between.sendTouchpoints(grantor, [touch('too-late')]);
    expect(await between.rowsOfShare(id)).toMatchObject({ share_touchpoints: 1 });
    expect(await inDirectory(context.db, listTenantsWithShareWorkIn)).toContain(grantor.tenantId);
    await between.settle(grantor);
    expect(new Set(Object.values(await between.rowsOfShare(id)))).toEqual(new Set([0]));
    expect(await logOf(grantor, id)).toEqual(['system share.create', 'system share.expire']);
    expect(await getShare(context, grantor.actor, id)).toMatchObject({ state: 'invitation_expired' });
  });

  test('not because its code lapses once somebody has entered it', async () => {
    const { grantor, grantee, id } = await between.matchedPair();
    await between.admin.query('update shares set code_expires_at = now() where id = $1', [id]);
    await between.sendTouchpoints(grantor, [touch('later')]);
    await between.settle(grantor, grantee);
    expect(await between.rowsOfShare(id)).toMatchObject({ share_keys: 1, share_touchpoints: 4 });
  });
});

describe('a tenant that closes', () => {
  const close = ({ actor, tenantId }: TestTenant) => closeTenant(between.database.context, actor, tenantId, { waiveExport: true });

  /** Erases a closed tenant, whose days of grace are over. */
  async function erase({ tenantId }: TestTenant): Promise<void> {
    const past = `closed_at = now() - interval '31 days', erase_after = now() - interval '1 day'`;
    await between.admin.query(`update tenants set ${past} where tenant_id = $1`, [tenantId]);
    between.database.setNow(Date.now());
    try {
      expect(await eraseClosedTenants(between.database.context, 'system')).toEqual([tenantId]);
    } finally {
      between.database.setNow(NOW_MS);
    }
  }

  test('ends the shares it gives and received at once, for good, and both logs tell of it', async () => {
    const { context } = between.database;
    const { grantor, grantee, id } = await between.matchedPair();
    const back = { ...grantee, campaign: 'autumn' };
    await putCampaign(context, grantee.actor, 'autumn', { name: 'Autumn', spendMinor: null, currency: null });
    const given = await grant(context, back, grantor);
    await close(grantee);
    expect((await between.rowsOfShare(id)).share_keys).toBe(0);
    expect(await getShare(context, grantor.actor, id)).toMatchObject({ state: 'declined' });
    expect((await listReceivedShares(context, grantor.actor)).items).toEqual([]);
    await between.settle(grantor, grantee);
    expect(new Set(Object.values(await between.rowsOfShare(id)))).toEqual(new Set([0]));
    expect((await logOf(grantee, id)).at(-1)).toBe('system share.decline');
    expect((await logOf(grantor, id)).at(-1)).toBe('grantee share.decline');
    expect((await logOf(grantee, given)).at(-1)).toBe('system share.revoke');
    expect((await logOf(grantor, given)).at(-1)).toBe('grantor share.revoke');
    await reactivateTenant(context, grantee.actor, grantee.tenantId);
    await expect(between.read(grantor, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('ends none when the closing is refused', async () => {
    const { grantor, grantee, id } = await between.matchedPair();
    const closing = closeTenant(between.database.context, grantee.actor, grantee.tenantId, { waiveExport: false });
    await expect(closing).rejects.toMatchObject({ code: 'invalid_request' });
    expect((await between.read(grantor, id)).totals.conversions).toBe(3);
  });

  test('and is erased leaves no key, no hash and no row, neither of what it received nor of what it gave', async () => {
    for (const side of ['grantor', 'grantee'] as const) {
      const made = await between.matchedPair();
      const left = made[side === 'grantor' ? 'grantee' : 'grantor'];
      await erase(made[side]);
      expect((await between.rowsOfShare(made.id)).share_keys).toBe(0);
      await between.sendTouchpoints(made.grantor === left ? made.grantor : await between.network(), [touch(`after-${side}`)]);
      await between.settle(left);
      expect(new Set(Object.values(await between.rowsOfShare(made.id))), side).toEqual(new Set([0]));
      if (side === 'grantee') await revokeShare(between.database.context, left.actor, made.id);
    }
  });

  test('and is erased takes what others would still have told it', async () => {
    const { grantor, grantee, id } = await between.matchedPair();
    await revokeShare(between.database.context, grantor.actor, id);
    await erase(grantee);
    await between.settle(grantor);
    const { rows } = await between.admin.query('select from share_notes where tenant_id = $1', [grantee.tenantId]);
    expect(rows).toEqual([]);
  });
});
