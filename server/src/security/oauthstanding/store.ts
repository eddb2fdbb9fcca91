import type { AuthTx } from '../../platform/tenant-door.ts';

/** Who a person is to a program they let in. */
export interface Account {
  email: string;
  name: string;
  isEmailVerified: boolean;
  hasFactor: boolean;
}

/** A person while they may sign in and belong to the tenant of a client. */
export async function findAccount(tx: AuthTx, personId: string, clientId: string): Promise<Account | undefined> {
  const [row] = await tx.query<{ email: string; name: string; is_email_verified: boolean; has_factor: boolean }>({
    text: `select p.email, p.name, p.email_verified_at is not null as is_email_verified,
             exists (select 1 from totp_factors f where f.person_id = p.id and f.confirmed_at is not null) as has_factor
           from people p join oauth_clients c on c.id = $2 join members m on m.tenant_id = c.tenant_id and m.person_id = p.id
           where p.id = $1 and p.disabled_at is null`,
    values: [personId, clientId],
  });
  return row && { email: row.email, name: row.name, isEmailVerified: row.is_email_verified, hasFactor: row.has_factor };
}
