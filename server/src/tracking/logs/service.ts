import type { Context } from '../../platform/context.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getTenantKeys } from '../../tenants/service.ts';
import { hash } from '../intake/rules.ts';
import type { RequestReading } from '../requests/rules.ts';
import type { RequestOrigin } from '../requests/service.ts';
import { type LogFormat, openLogReader } from './rules.ts';

const HOST_LOG = 'host_log_bytes';
const SEEN = 'prefix_request';

/** How a file of requests is read. */
export interface LogReading extends RequestReading {
  format: LogFormat;
}

/** What a line of a file stands for: a request to be accepted, why it is none, or nothing. */
export type ReadLine = { item: Record<string, unknown> } | { fault: string; isOfFile?: true } | undefined;

/** A file of requests that is being read, line after line. */
export interface OpenLog {
  read(line: string): ReadLine;
  /** Where its requests come from, as far as it was read. */
  origin(): RequestOrigin;
  /** True when addresses so far were paths alone, and nothing says what stands before them. */
  lacksSite(): boolean;
}

/**
 * Opens a log or an export for reading. A request is named by its source's id, or by a keyed hash of its line: the same line, in whichever
 * file, is the same request, however it is read, and its id tells nobody what stood in it.
 * @throws AppError `forbidden`.
 */
export async function openLog(context: Context, actor: Actor, { format, show, site }: LogReading): Promise<OpenLog> {
  authorize(actor, 'requests.create');
  const { fingerprint } = await getTenantKeys(context, 'system', actor.tenantId);
  const reader = openLogReader(format);
  const reading = { show, site };
  let hasPaths = false;
  return {
    read(line) {
      const found = reader.read(line);
      if (found === undefined || 'fault' in found) return found;
      if (site === undefined && found.request.url?.startsWith('/') === true) hasPaths = true;
      const item: Record<string, unknown> = { id: `line:${hash(fingerprint, `line\0${found.id ?? line}`)}` };
      for (const [name, value] of Object.entries(found.request)) if (value !== undefined) item[name] = value;
      return { item };
    },
    origin: () =>
      reader.isHostLog ? { source: 'host_log', evidence: reader.isOfAnswers ? HOST_LOG : SEEN, reading } : { source: 'export', reading },
    lacksSite: () => hasPaths,
  };
}
