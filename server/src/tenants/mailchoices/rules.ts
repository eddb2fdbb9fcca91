import { isOpenTo, type Role } from '../authorize.ts';
import { kindOf, MAIL_KINDS, type MailKind } from './kinds.ts';
import type { MailChoice } from './schema.ts';

/** What a member said of a kind of mail, and when. */
export interface Chosen {
  isMailed: boolean;
  chosenAt: Date;
}

/** Whether members of this role may be mailed of it: those who may read what it tells of. */
export function mayGet(role: Role, kind: MailKind): boolean {
  return isOpenTo(role, kindOf(kind).reads);
}

/** Whether a member is mailed: as they chose, else owners are and others are not; nobody is who may not read what the mail tells of. */
export function isMailed(role: Role, kind: MailKind, chosen: Chosen | undefined): boolean {
  return mayGet(role, kind) && (chosen?.isMailed ?? role === 'owner');
}

/** How each kind of mail stands for a member. */
export function choicesOf(role: Role, chosen: ReadonlyMap<string, Chosen>): MailChoice[] {
  return MAIL_KINDS.map((kind) => ({
    kind,
    tells: kindOf(kind).tells,
    isMailed: isMailed(role, kind, chosen.get(kind)),
    isAllowed: mayGet(role, kind),
    chosenAt: chosen.get(kind)?.chosenAt.toISOString() ?? null,
  }));
}

/** The last line of a mail: why it came, and where its receiver stops it. */
export function reasonLine(kind: MailKind, tenant: string, { hasChosen, publicUrl }: { hasChosen: boolean; publicUrl: string }): string {
  const why = hasChosen ? `you chose to, as a member of ${tenant}` : `you are an owner of ${tenant}`;
  return `You get mails of ${kindOf(kind).noun} because ${why}. Switch them off under "Mails" at ${new URL('/account', publicUrl).href}.`;
}
