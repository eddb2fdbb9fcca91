import { NewExplanationLink } from '../src/attribution/explanation-links/schema.ts';
import { createExplanationLink } from '../src/attribution/explanation-links/service.ts';
import { NewReportLink } from '../src/attribution/report-links/schema.ts';
import { createReportLink } from '../src/attribution/report-links/service.ts';
import { NewReportSchedule } from '../src/attribution/report-schedules/schema.ts';
import { createReportSchedule } from '../src/attribution/report-schedules/service.ts';
import type { Context } from '../src/platform/context.ts';
import type { Actor } from '../src/tenants/authorize.ts';
import { putBrand } from '../src/tenants/brands/service.ts';
import { openImport, putImportPart } from '../src/tracking/imports/service.ts';
import { createSavedView } from '../src/tenants/views/service.ts';

/** A page that explains a conversion; its id. */
export async function shareExplanation(context: Context, actor: Actor, conversionId: string): Promise<string> {
  return (await createExplanationLink(context, actor, { conversionId, input: NewExplanationLink.parse({}) })).id;
}

/** The ids of what a tenant shares. */
export interface Shared {
  reportLink: string;
  savedView: string;
  spareView: string;
  reportSchedule: string;
  spareSchedule: string;
  /** Files that are under way: one that stays, and one for use by one test. */
  fileImport: string;
  spareImport: string;
}

export const NOTHING_SHARED: Shared = {
  reportLink: '',
  savedView: '',
  spareView: '',
  reportSchedule: '',
  spareSchedule: '',
  fileImport: '',
  spareImport: '',
};

const SCHEDULE = { title: 'Weekly', report: { days: 7 }, every: 'week', hour: 8, outsiders: ['sponsor@elsewhere.example'] };

const FILE = { kind: 'touchpoints', fileName: 'exposures.ndjson', bytes: 30, format: 'ndjson', defaults: {} } as const;

/** A file of which a line was taken, and rejected; its id. */
async function openFile(context: Context, actor: Actor, digit: string): Promise<string> {
  const { id } = await openImport(context, actor, { ...FILE, fingerprint: digit.repeat(64) });
  await putImportPart(context, actor, { id, offset: 0 }, { base64: Buffer.from('{}\n').toString('base64') });
  return id;
}

/** What a tenant shares of its reports; the ids by which it is reached. */
export async function fillSharing(context: Context, actor: Actor): Promise<Shared> {
  await putBrand(context, actor, actor.tenantId, { colour: '#0b6e5f', logo: null });
  const link = await createReportLink(context, actor, NewReportLink.parse({ report: { days: 30 } }));
  const save = (name: string) => createSavedView(context, actor, { name, address: '/compare?days=30', isShared: true });
  const mail = () => createReportSchedule(context, actor, NewReportSchedule.parse(SCHEDULE));
  return {
    reportLink: link.id,
    savedView: (await save('Last month')).id,
    spareView: (await save('Spare')).id,
    reportSchedule: (await mail()).id,
    spareSchedule: (await mail()).id,
    fileImport: await openFile(context, actor, '1'),
    spareImport: await openFile(context, actor, '2'),
  };
}
