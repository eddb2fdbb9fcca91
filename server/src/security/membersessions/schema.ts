import { z } from 'zod';
import { OwnSession } from '../sessions/schema.ts';

export const MemberSession = OwnSession.omit({ current: true }).meta({ id: 'MemberSession' });
export type MemberSession = z.infer<typeof MemberSession>;

export const MemberSessions = z.object({ items: z.array(MemberSession), nextCursor: z.null() }).meta({ id: 'MemberSessions' });
