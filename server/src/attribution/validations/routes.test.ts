import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { computeValidation } from '../validation-work/service.ts';
import { validateModels } from './rules.ts';
import { StoredValidation, type Validation, type ValidationOptions, ValidationSummary } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  // Those of the world itself would be computed first.
  for (const { id } of await list()) await world.send('DELETE', `${PATH}/${id}`);
});
afterAll(() => world.close());

const PATH = '/attribution/validations';
const SMALL = { seed: 8, households: 120, replicates: 2 };
const list = async () => ((await world.send('GET', PATH)).json as { items: ValidationSummary[] }).items;
const get = async (id: string) => StoredValidation.parse((await world.send('GET', `${PATH}/${id}`)).json);
const compute = (more: { signal?: AbortSignal; longestMs?: number } = {}) =>
  computeValidation(world.database.context, 'system', world.mine.tenantId, more);

async function ask(body: object = SMALL): Promise<ValidationSummary> {
  const { status, json } = await world.send('POST', PATH, { body });
  expect(status).toBe(202);
  return ValidationSummary.parse(json);
}

function figuresOf(options: ValidationOptions): Validation {
  const steps = validateModels(options);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

describe('a validation', () => {
  test('is asked for, computed in the background, and answers the figures of the command', async () => {
    const { id, ...asked } = await ask();
    expect(asked).toMatchObject({ state: 'waiting', worldsDone: 0, worldsInAll: 5, options: { ...SMALL, days: 84, runs: 1 } });
    expect(await compute()).toBe(true);
    const done = await get(id);
    expect(done).toMatchObject({ state: 'done', worldsDone: 5, failure: null });
    expect(done.figures).toEqual(figuresOf(done.options));
    expect((await world.auditOf(world.mine)).slice(-2)).toMatchObject([
      { action: 'validation.create', target: id },
      { action: 'validation.finish', target: id },
    ]);
    expect(await compute()).toBe(false);
  });

  test('stands in the list without its figures, the newest first', async () => {
    const [first, second] = [await ask(), await ask()];
    const items = await list();
    expect(items.map(({ id }) => id).slice(0, 2)).toEqual([second.id, first.id]);
    expect(items.some((item) => 'figures' in item)).toBe(false);
    for (const { id } of [first, second]) expect((await world.send('DELETE', `${PATH}/${id}`)).status).toBe(204);
  });

  test('that is cut off is computed anew, and one that takes too long says what to ask for instead', async () => {
    const { id } = await ask();
    expect(await compute({ signal: AbortSignal.abort() })).toBe(false);
    expect((await get(id)).state).toBe('running');
    expect(await compute({ longestMs: 1 })).toBe(true);
    expect(await get(id)).toMatchObject({ state: 'failed', figures: null, failure: expect.stringContaining('fewer households') });
  });

  test('that is deleted while it is computed is given up', async () => {
    const { id } = await ask({ ...SMALL, households: 5_000, runs: 5, replicates: 100 });
    const computing = compute();
    await expect.poll(async () => (await get(id)).state, { timeout: 30_000 }).toBe('running');
    expect((await world.send('DELETE', `${PATH}/${id}`)).status).toBe(204);
    expect(await computing).toBe(false);
    expect((await world.auditOf(world.mine)).at(-1)).toMatchObject({ action: 'validation.delete', target: id });
  });

  test('waits with at most four others', async () => {
    const asked: string[] = [];
    for (let count = 0; count < 5; count += 1) asked.push((await ask()).id);
    expect(await world.send('POST', PATH, { body: SMALL })).toMatchObject({ status: 409 });
    for (const id of asked) await world.send('DELETE', `${PATH}/${id}`);
  });

  test.each([
    [{ households: 5_001 }, '/households', 'must be a whole number from 100 to 5000'],
    [{ runs: 6 }, '/runs', 'must be a whole number from 1 to 5'],
    [{ replicates: 1 }, '/replicates', 'must be 0, or at least 2'],
    [{ seed: -1 }, '/seed', 'must be a whole number from 0 to 4294967295'],
  ])('is refused with %j, naming the field and what fits', async (wrong, pointer, detail) => {
    const { status, json } = await world.send('POST', PATH, { body: { ...SMALL, ...wrong } });
    expect(status).toBe(400);
    expect(json).toMatchObject({ errors: [{ pointer, detail: expect.stringContaining(detail) }] });
  });
});
