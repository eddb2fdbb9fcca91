import type { MailChoice } from './mail-choices-api.ts';

/** What each kind of mail is called. */
const names: Record<MailChoice['kind'], string> = {
  anomalies: 'Anomalies',
  budgets: 'Budgets',
  quotas: 'Quotas',
  reports: 'Reports',
};

/** The words of choosing which mails of a tenant one gets. */
export const mailTexts = {
  title: 'Mails',
  lead: (tenant: string) => `Which mails of ${tenant} you get. Each of your tenants has choices of its own, and they are yours alone.`,
  names,
  notAllowed: 'Your role may not read what it tells of, so you get none.',
  on: (name: string) => `You get mails of ${name.toLowerCase()} from now on.`,
  off: (name: string) => `You get no more mails of ${name.toLowerCase()}.`,
};
