import { z } from 'zod';
import { MAIL_KINDS } from './kinds.ts';

export const MailKindName = z.enum(MAIL_KINDS, { error: `must be one of ${MAIL_KINDS.join(', ')}` });

export const MailChoice = z
  .object({
    kind: MailKindName,
    tells: z.string().describe('what its mails tell, in one sentence'),
    isMailed: z.boolean().describe('whether you get them'),
    isAllowed: z.boolean().describe('whether your role may read what they tell of; without that you get none, whatever you chose'),
    chosenAt: z.string().nullable().describe('when you chose; null = not yet, then owners get them and others do not'),
  })
  .meta({ id: 'MailChoice' });
export type MailChoice = z.infer<typeof MailChoice>;

export const MailChoices = z.object({ items: z.array(MailChoice), nextCursor: z.null() }).meta({ id: 'MailChoices' });

export const MailTurn = z.strictObject({ isMailed: z.boolean('is missing or no boolean; send true or false') }).meta({ id: 'MailTurn' });
export type MailTurn = z.infer<typeof MailTurn>;
