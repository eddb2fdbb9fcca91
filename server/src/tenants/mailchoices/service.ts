import { type Addressee, findAddresseeIn, listAddresseesIn } from '../../platform/addressees.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { type Mail, queueMailIn } from '../../platform/outbox.ts';
import { type AuthTx, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, unauthenticated } from '../authorize.ts';
import { findTenant } from '../store.ts';
import { kindOf, type MailKind } from './kinds.ts';
import { choicesOf, isMailed, reasonLine } from './rules.ts';
import type { MailChoice } from './schema.ts';
import { findChoices, findChoicesOf, upsertChoice } from './store.ts';

async function requireMemberIn(tx: TenantTx, { personId }: Actor, hold = false): Promise<Addressee> {
  const member = personId === undefined ? undefined : await findAddresseeIn(tx, personId, hold);
  if (!member) throw unauthenticated();
  return member;
}

/** Which mails of the tenant the member who asks gets, kind by kind. @throws AppError `forbidden` for what is no person. */
export async function listMailChoices(context: Context, actor: Actor): Promise<MailChoice[]> {
  authorize(actor, 'mail_choices.read');
  const work = async (tx: TenantTx) => {
    const { personId, role } = await requireMemberIn(tx, actor);
    return choicesOf(role, await findChoices(tx, tx.tenantId, personId));
  };
  return inTenant(context.db, actor.tenantId, work, { readOnly: true });
}

/**
 * Switches a kind of mail on or off for the member who asks, in the tenant they act in; what it is now, kind by kind.
 * @throws AppError `forbidden` for what is no person, and for a member whose role may not read what such mails tell of.
 */
export async function putMailChoice(context: Context, actor: Actor, kind: MailKind, wanted: boolean): Promise<MailChoice[]> {
  authorize(actor, 'mail_choices.write');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const { personId, role } = await requireMemberIn(tx, actor, true);
    authorize({ ...actor, kind: 'member', role }, kindOf(kind).reads);
    const before = await findChoices(tx, tx.tenantId, personId);
    await upsertChoice(tx, personId, kind, { isMailed: wanted, chosenAt: new Date(context.clock()) });
    await recordAuditIn(tx, {
      actor: actor.name,
      action: 'mail_choice.put',
      target: personId,
      before: { kind, isMailed: isMailed(role, kind, before.get(kind)) },
      after: { kind, isMailed: wanted },
    });
    return choicesOf(role, await findChoices(tx, tx.tenantId, personId));
  });
}

/** What a person chose of the mails of a tenant, for the export of their account. */
export async function listChosenOfIn(tx: AuthTx, tenantId: string, personId: string): Promise<ChosenMail[]> {
  const chosen = await findChoices(tx, tenantId, personId);
  return [...chosen].map(([kind, { isMailed: isOn, chosenAt }]) => ({ kind, isMailed: isOn, chosenAt: chosenAt.toISOString() }));
}

/** One choice, as an account is exported with. */
export interface ChosenMail {
  kind: string;
  isMailed: boolean;
  chosenAt: string;
}

/**
 * Queues a mail to every member of the transaction's tenant who gets mails of this kind and may read, as of now, what they tell of; each
 * ends with why it came and where to stop it. A tenant of which nobody gets them is told nothing. Resolves
 * with how many mails that were.
 */
export async function queueChosenMailIn(context: Context, tx: TenantTx, kind: MailKind, mail: Omit<Mail, 'to'>): Promise<number> {
  const tenant = await findTenant(tx);
  if (!tenant) return 0;
  const chosen = await findChoicesOf(tx, kind);
  let queued = 0;
  for (const { personId, email, role } of await listAddresseesIn(tx)) {
    const said = chosen.get(personId);
    if (!isMailed(role, kind, said)) continue;
    const reason = reasonLine(kind, tenant.name, { hasChosen: said !== undefined, publicUrl: context.publicUrl });
    await queueMailIn(context, tx, { to: email, subject: mail.subject, text: `${mail.text}\n\n${reason}` });
    queued += 1;
  }
  return queued;
}
