import { isDeepStrictEqual } from 'node:util';
import { findPlacementsMarkIn } from '../../catalog/placements/service.ts';
import { findShowNamesMarkIn } from '../../catalog/shows/service.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Basis, findBases, upsertBases } from '../bases/store.ts';
import { startSurveyLinks } from '../surveylinks/service.ts';
import { insertAllWaiting, listTenantsWithAnswers } from '../surveylinks/store.ts';
import { judgeTexts } from '../surveyjudging/service.ts';
import type { Judgement } from '../surveys/rules.ts';
import { giveMeaningIn } from '../surveys/service.ts';
import { findAliasMark, listOpen, lockAnswer, type StoredAnswer } from '../surveys/store.ts';

const EVERY_MS = 60_000;
const BATCH = 500;
const OPEN: ReadonlySet<string> = new Set(['mapped', 'waiting', 'unmapped']);

function isSame(answer: StoredAnswer, { state, show, score, reason, candidates }: Judgement): boolean {
  // Scores are stored with the digits of a real.
  const isSameScore =
    answer.score === score || (answer.score !== null && score !== null && Math.fround(score) === Math.fround(answer.score));
  return (
    answer.state === state &&
    answer.show === show &&
    answer.reason === reason &&
    isSameScore &&
    isDeepStrictEqual(answer.candidates, candidates)
  );
}

async function judgeAnew(context: Context, tenantId: string, signal: AbortSignal | undefined): Promise<boolean> {
  for (let after = ''; signal?.aborted !== true;) {
    const answers = await inTenant(context.db, tenantId, (tx) => listOpen(tx, after, BATCH), { readOnly: true });
    const judgements = await judgeTexts(context, 'system', tenantId, answers);
    const moved = answers.flatMap((answer, place) =>
      isSame(answer, judgements[place]) ? [] : [{ id: answer.id, judgement: judgements[place] }],
    );
    await inTenant(context.db, tenantId, async (tx) => {
      for (const { id, judgement } of moved) {
        const answer = await lockAnswer(tx, id);
        if (answer && OPEN.has(answer.state)) await giveMeaningIn(tx, answer, judgement);
      }
    });
    if (answers.length < BATCH) return true;
    after = answers[answers.length - 1].id;
  }
  return false;
}

/** Names of shows and what was remembered of words, by which answers are judged; placements, by which they are evidence for a campaign. */
async function findMovedIn(tx: TenantTx): Promise<Basis[]> {
  const now: Basis[] = [
    { part: 'survey_names', key: '', basis: `${await findShowNamesMarkIn(tx)} ${await findAliasMark(tx)}` },
    { part: 'survey_placements', key: '', basis: await findPlacementsMarkIn(tx) },
  ];
  const stored = new Map((await findBases(tx, ['survey_names', 'survey_placements'])).map(({ part, basis }) => [part, basis]));
  return now.filter(({ part, basis }) => stored.get(part) !== basis);
}

/**
 * Judges a tenant's answers anew, but for those that a person judged, when shows have other names than when they were judged last, or other
 * words were remembered; and has them made evidence anew when placements changed. So it does not matter which came first. Safe to stop and
 * to run again.
 */
export async function renewAnswers(context: Context, _actor: 'system', tenantId: string, signal?: AbortSignal): Promise<void> {
  const moved = await inTenant(context.db, tenantId, findMovedIn, { readOnly: true });
  if (moved.length === 0) return;
  if (moved.some(({ part }) => part === 'survey_names') && !(await judgeAnew(context, tenantId, signal))) return;
  await inTenant(context.db, tenantId, async (tx) => {
    if (moved.some(({ part }) => part === 'survey_placements')) await insertAllWaiting(tx);
    await upsertBases(tx, moved);
  });
}

/** Looks every ten seconds at the answers that wait, and every minute whether answers rest on something that changed, until `close`. */
export function startSurveys(context: Context, actor: 'system', everyMs: number = EVERY_MS): Rounds {
  const { log } = context;
  const failure = 'answers of a survey could not be judged anew; it is tried again';
  const round = async (signal: AbortSignal) => {
    const tenants = await inDirectory(context.db, listTenantsWithAnswers);
    await forEachTenant(tenants, (tenantId) => renewAnswers(context, actor, tenantId, signal), {
      task: 'survey-bases',
      failure,
      log,
      signal,
    });
  };
  const links = startSurveyLinks(context, actor);
  const renewals = startRounds(round, { everyMs, failure, log });
  return { close: async () => void (await Promise.all([links.close(), renewals.close()])) };
}
