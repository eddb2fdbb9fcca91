import type { Context } from './context.ts';
import { type Mailer, MailRefusal } from './mail.ts';
import { outboxPlace, type QueuedMail } from './outbox.ts';
import { type Rounds, startRounds } from './rounds.ts';
import { unsealByMaster } from './sealing.ts';
import { inAuth } from './tenant-door.ts';
import { tallyUsage } from './usage-tally.ts';

const LOOK_EVERY_MS = 1_000;
const BATCH = 5;
/** A mail that is being sent is nobody else's for so long; one whose process died meanwhile is taken up after it. */
const LEASE_SECONDS = 300;
const SEND_MS = 120_000;
/** Pauses after each failed try; after one more than these a mail is given up, two days after the first. */
const PAUSE_SECONDS = [10, 60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400];
const KEPT_DAYS = 30;

/** What became of mails since this process began, and how many wait. */
export interface OutboxCounts {
  sent: number;
  failedTries: number;
  givenUp: number;
  waiting: number;
}

interface Claimed {
  id: string;
  attempts: number;
  sealed_content: Buffer;
}

const countsByContext = new WeakMap<Context, OutboxCounts>();

/** The counts of this process, which its deliveries move. */
export function outboxCountsOf(context: Context): OutboxCounts {
  let counts = countsByContext.get(context);
  if (!counts) countsByContext.set(context, (counts = { sent: 0, failedTries: 0, givenUp: 0, waiting: 0 }));
  return counts;
}

/** Takes mails that are due, for this process alone: the try is counted before it begins, so that a crash cannot make it endless. */
async function claim({ db }: Context): Promise<Claimed[]> {
  return inAuth(db, (tx) =>
    tx.query<Claimed>({
      text: `update outbox set attempts = attempts + 1, due_at = now() + make_interval(secs => $2)
             where id in (
               select id from outbox where kind = 'mail' and gave_up_at is null and due_at <= now()
               order by due_at limit $1 for update skip locked
             ) returning id, attempts, sealed_content`,
      values: [BATCH, LEASE_SECONDS],
    }),
  );
}

async function remove({ db }: Context, id: string): Promise<void> {
  await inAuth(db, (tx) => tx.query({ text: 'delete from outbox where id = $1', values: [id] }));
}

async function postpone({ db }: Context, id: string, seconds: number): Promise<void> {
  const text = 'update outbox set due_at = now() + make_interval(secs => $2) where id = $1';
  await inAuth(db, (tx) => tx.query({ text, values: [id, seconds] }));
}

async function giveUp({ db }: Context, id: string): Promise<void> {
  const text = 'update outbox set gave_up_at = now(), sealed_content = null where id = $1';
  await inAuth(db, (tx) => tx.query({ text, values: [id] }));
}

function openMail(context: Context, { id, sealed_content }: Claimed): QueuedMail {
  const plain = unsealByMaster(context, outboxPlace(id), sealed_content);
  if (!plain) throw new MailRefusal('the mail cannot be opened: it was sealed under another EARSHOT_SECRET_KEY');
  return JSON.parse(plain.toString()) as QueuedMail;
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the mail server did not answer in time')), SEND_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the log may say of a failure: servers repeat the recipient's address in their words, so those are left out. */
function reasonOf(error: unknown): Record<string, unknown> {
  if (error instanceof MailRefusal) return { reason: error.message, ...(error.cause === undefined ? {} : reasonOf(error.cause)) };
  if (!(error instanceof Error)) return {};
  return { code: 'code' in error ? error.code : error.name, status: 'responseCode' in error ? error.responseCode : undefined };
}

async function deliver(context: Context, mailer: Mailer, claimed: Claimed): Promise<void> {
  const { id, attempts } = claimed;
  const counts = outboxCountsOf(context);
  let mail: QueuedMail;
  try {
    mail = openMail(context, claimed);
    await inTime(mailer.send(id, mail));
  } catch (error) {
    counts.failedTries += 1;
    const said = { mail: id, attempts, ...reasonOf(error) };
    const pause = PAUSE_SECONDS[attempts - 1];
    if (pause !== undefined && !(error instanceof MailRefusal)) {
      context.log.warn(said, `a mail could not be sent; it is tried again in ${pause} seconds`);
      return postpone(context, id, pause);
    }
    counts.givenUp += 1;
    context.log.error(said, 'a mail could not be sent and is given up');
    return giveUp(context, id);
  }
  counts.sent += 1;
  if (mail.tenantId !== undefined) tallyUsage(context.db, mail.tenantId, { meter: 'emails', quantity: 1 });
  await remove(context, id);
}

async function look(context: Context): Promise<void> {
  const rows = await inAuth(context.db, async (tx) => {
    await tx.query({ text: 'delete from outbox where gave_up_at < now() - make_interval(days => $1)', values: [KEPT_DAYS] });
    return tx.query<{ count: number }>({ text: 'select count(*)::integer as count from outbox where gave_up_at is null' });
  });
  outboxCountsOf(context).waiting = rows[0]?.count ?? 0;
}

/**
 * Sends every mail that is due. One that was sent is deleted, one that failed waits longer each time, and one that failed ten times, or
 * that the server will never take, is given up: its content is deleted and the log says so. A mail goes out twice only when this process
 * dies, or loses the database, between the server's word and the deletion; both then bear the same Message-ID.
 */
export async function deliverMails(context: Context, mailer: Mailer, signal?: AbortSignal): Promise<void> {
  while (signal?.aborted !== true) {
    const claimed = await claim(context);
    const outcomes = await Promise.allSettled(claimed.map((one) => deliver(context, mailer, one)));
    const failed = outcomes.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    if (claimed.length < BATCH) return look(context);
  }
}

/** Sends what waits in the outbox, in the background, until `close`. */
export function startDelivery(context: Context, mailer: Mailer): Rounds {
  return startRounds((signal) => deliverMails(context, mailer, signal), {
    everyMs: LOOK_EVERY_MS,
    failure: 'the outbox could not be looked through; it is looked through again shortly',
    log: context.log,
  });
}
