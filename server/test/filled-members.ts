import { randomUUID } from 'node:crypto';
import type { TenantTx } from '../src/platform/tenant-door.ts';

/** A member, what they chose of the tenant's mails, and how far the tenant has come with its first steps. */
export async function fillMembers(tx: TenantTx): Promise<void> {
  const person = randomUUID();
  await tx.query({
    text: `insert into members (tenant_id, person_id, email, name, role) values ($1, $2, 'a@b.example', 'A', 'viewer')`,
    values: [tx.tenantId, person],
  });
  await tx.query({
    text: `insert into mail_choices (tenant_id, person_id, kind, is_mailed, changed_at) values ($1, $2, 'anomalies', true, now())`,
    values: [tx.tenantId, person],
  });
  const sample = `insert into tenant_samples (tenant_id, state, starts_on, changed_at) values ($1, 'loaded', '2026-10-23', now())`;
  await tx.query({ text: sample, values: [tx.tenantId] });
  await tx.query({ text: 'insert into onboarding (tenant_id, is_measured) values ($1, true)', values: [tx.tenantId] });
  await tx.query({
    text: `insert into onboarding_steps (tenant_id, step, done_at) values ($1, 'catalog', now())`,
    values: [tx.tenantId],
  });
}
