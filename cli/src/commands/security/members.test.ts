import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  await runJson(['tenants', 'create', '--name', 'Network', '--slug', 'network'], { folder });
  await runJson(['tenants', 'create', '--name', 'Other', '--slug', 'other'], { folder });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const inNetwork = ['--tenant', 'network'];

interface Listed {
  members: { email: string; role: string }[];
  invitations: { email: string; role: string }[];
}

describe('earshot members', () => {
  test('invites somebody by mail, and lists who is invited', async () => {
    const invited = await runJson(['members', 'invite', 'Grace@People.example', ...inNetwork, '--role', 'analyst'], { folder });
    expect(invited).toMatchObject({ email: 'grace@people.example', role: 'analyst' });
    const { out } = await run(['members', 'list', ...inNetwork], { folder });
    expect(out).toMatch(/^grace@people\.example {2}analyst {2}invited until 20[^\n]*\n$/);
  });

  test('takes somebody out, by their address, but never the last owner', async () => {
    await runJson(['people', 'create', '--email', 'ada@people.example', '--name', 'Ada', ...inNetwork, '--role', 'owner'], { folder });
    await runJson(['people', 'create', '--email', 'joan@people.example', '--name', 'Joan', ...inNetwork, '--role', 'viewer'], { folder });
    const last = await run(['members', 'remove', 'ada@people.example', ...inNetwork], { folder });
    expect(last).toMatchObject({ code: 1, out: '', err: expect.stringContaining('This is the last owner of the tenant.') as string });
    const { out } = await run(['members', 'remove', 'Joan@people.example', ...inNetwork], { folder });
    expect(out).toBe('joan@people.example is no longer a member of network.\n');
    await runJson(['people', 'create', '--email', 'kay@people.example', '--name', 'Kay', ...inNetwork, '--role', 'admin'], { folder });
    const removed = await runJson(['members', 'remove', 'kay@people.example', ...inNetwork, '--revoke-keys'], { folder });
    expect(removed).toMatchObject({ email: 'kay@people.example', keys: [], keysRevoked: true });
  });

  test('ends the sessions of a member, and says how many there were', async () => {
    const { out } = await run(['members', 'end-sessions', 'Ada@people.example', ...inNetwork], { folder });
    expect(out).toBe('0 sessions of ada@people.example in network ended.\n');
    const ended = await runJson(['members', 'end-sessions', 'ada@people.example', ...inNetwork], { folder });
    expect(ended).toMatchObject({ email: 'ada@people.example', ended: 0 });
  });

  test('shows which mails a member gets, and switches them on and off', async () => {
    const shown = await run(['members', 'mails', 'Ada@people.example', ...inNetwork], { folder });
    expect(shown.out).toMatch(
      /^anomalies {2}on {2}as owners do unless they choose otherwise\nbudgets +on {2}as owners do.*\nquotas +on {2}as owners do/,
    );
    const { out } = await run(['members', 'set-mail', 'ada@people.example', 'quotas', 'off', ...inNetwork], { folder });
    expect(out).toBe('Mails of quotas are off for ada@people.example in network.\n');
    const { email, choices } = await runJson<{ email: string; choices: object[] }>(
      ['members', 'mails', 'ada@people.example', ...inNetwork],
      {
        folder,
      },
    );
    expect(email).toBe('ada@people.example');
    expect(choices).toMatchObject([
      { kind: 'anomalies', isMailed: true, chosenAt: null },
      { kind: 'budgets', isMailed: true, chosenAt: null },
      { kind: 'quotas', isMailed: false, chosenAt: expect.stringMatching(/^20/) as string },
      { kind: 'reports', isMailed: true, chosenAt: null },
    ]);
    await runJson(['people', 'create', '--email', 'bo@people.example', '--name', 'Bo', ...inNetwork, '--role', 'billing'], { folder });
    const refused = await run(['members', 'set-mail', 'bo@people.example', 'anomalies', 'on', ...inNetwork], { folder });
    expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringContaining('yours is "billing"') as string });
    await runJson(['members', 'remove', 'bo@people.example', ...inNetwork], { folder });
  });

  test('lists members as JSON, and none of another tenant', async () => {
    const { members, invitations } = await runJson<Listed>(['members', 'list', ...inNetwork], { folder });
    expect(members).toMatchObject([{ email: 'ada@people.example', role: 'owner' }]);
    expect(invitations).toMatchObject([{ email: 'grace@people.example', role: 'analyst' }]);
    expect((await run(['members', 'list', '--tenant', 'other'], { folder })).out).toBe('Nobody is a member yet, and nobody is invited.\n');
  });

  test.each([
    ['somebody who is no member', ['remove', 'nobody@people.example', ...inNetwork], 'Nobody with the address "nobody@people.example"'],
    ['sessions of nobody', ['end-sessions', 'nobody@people.example', ...inNetwork], 'Nobody with the address "nobody@people.example"'],
    ['mails of nobody', ['mails', 'nobody@people.example', ...inNetwork], 'Nobody with the address "nobody@people.example"'],
    ['an unknown kind of mail', ['set-mail', 'ada@people.example', 'weather', 'on', ...inNetwork], 'The kind must be one of anomalies, '],
    ['neither on nor off', ['set-mail', 'ada@people.example', 'quotas', 'maybe', ...inNetwork], 'The mails are to be "maybe"'],
    ['an unknown role', ['invite', 'x@people.example', ...inNetwork, '--role', 'king'], 'role is missing or no role'],
    ['what is no address', ['invite', 'x', ...inNetwork], 'email is not an e-mail address'],
    ['an unknown tenant', ['list', '--tenant', 'nowhere'], 'There is no tenant "nowhere" in the data folder '],
  ])('says in one sentence what is wrong with %s', async (_, words, sentence) => {
    const { code, out, err } = await run(['members', ...words], { folder });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^earshot: [^\n]*\n$/);
    expect(err).toContain(sentence);
  });
});
