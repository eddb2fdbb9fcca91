import type { Operation } from '../authorize.ts';

interface Kind {
  /** What its mails tell of, in the words of a sentence. */
  noun: string;
  /** What its mails tell, in one sentence. */
  tells: string;
  /** What somebody must be allowed to do, to be mailed of it. */
  reads: Operation;
}

/** The mails of a tenant that each member chooses, or chooses not, to get. Another kind is one more entry here. */
const REGISTRY = {
  anomalies: {
    noun: 'anomalies',
    tells: 'Tells what is unusual in your figures, once when it is found.',
    reads: 'anomalies.read',
  },
  budgets: {
    noun: 'budgets',
    tells: 'Tells that a threshold of a budget is reached or expected to be, and of days that cost far more than usual, once each.',
    reads: 'budgets.read',
  },
  quotas: {
    noun: 'quotas',
    tells: 'Tells that 80 % and that 100 % of a quota are used, once each.',
    reads: 'tenant_quotas.read',
  },
  reports: {
    noun: 'reports',
    tells: 'Brings the reports that somebody of this tenant has mailed every day, week or month.',
    reads: 'attribution.read',
  },
} as const satisfies Record<string, Kind>;

export type MailKind = keyof typeof REGISTRY;
export const MAIL_KINDS = Object.keys(REGISTRY) as [MailKind, ...MailKind[]];

/** What a kind of mail is about. */
export function kindOf(kind: MailKind): Kind {
  return REGISTRY[kind];
}
