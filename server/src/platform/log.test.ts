import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const MODULE = new URL('log.ts', import.meta.url).href;

/** What a process writes that logs these lines of code. */
function logged(level: string, source: string): { stdout: string; lines: Record<string, unknown>[]; text: string } {
  const script = `import { openLog } from '${MODULE}'; const log = openLog('${level}'); ${source}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  const lines = stderr.split('\n').filter((line) => line !== '');
  return { stdout, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), text: stderr };
}

test('the log is one JSON object per line on standard error, and standard output stays free', () => {
  const { stdout, lines } = logged('info', `log.info({ port: 8080 }, 'listening'); log.warn('two\\nlines');`);
  expect(stdout).toBe('');
  expect(lines).toEqual([
    { level: 30, time: expect.any(Number) as number, port: 8080, msg: 'listening' },
    { level: 40, time: expect.any(Number) as number, msg: 'two\nlines' },
  ]);
});

test('the log never holds an authorization header, a cookie, an API key or a password', () => {
  const secret = 'hunter2-hunter2';
  const { text, lines } = logged(
    'trace',
    `const secret = '${secret}';
     const headers = { authorization: 'Bearer ' + secret, cookie: 'session=' + secret, accept: '*/*' };
     log.info({ req: { method: 'GET', headers } }, 'request');
     log.info({ headers: { authorization: secret, cookie: secret } }, 'headers');
     log.error({ apiKey: secret, tenant: { apiKey: secret, slug: 'acme' } }, 'key');
     log.error({ password: secret, login: { password: secret, role: 'app' } }, 'password');
     log.child({ apiKey: secret }).debug('child');`,
  );
  expect(text).not.toContain(secret);
  expect(lines.map(({ msg }) => msg)).toEqual(['request', 'headers', 'key', 'password', 'child']);
  expect(text).toContain('"accept":"*/*"');
  expect(text).toContain('"slug":"acme"');
  expect(text.match(/\[removed\]/g)).toHaveLength(9);
});

test('the log says what went wrong with its cause, and nothing below its level', () => {
  const { lines } = logged(
    'warn',
    `log.info('not this'); log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed');`,
  );
  expect(lines).toHaveLength(1);
  expect(JSON.stringify(lines[0])).toMatch(/outer.*inner/);
  expect(logged('silent', `log.fatal('nothing at all');`).lines).toEqual([]);
});

test('of a database error the log keeps message, code and place, and neither the row nor the connection', () => {
  const { lines, text } = logged(
    'warn',
    `const row = { detail: 'Failing row contains (anna@example.com).', where: 'COPY line 7: "anna@example.com"' };
     const error = Object.assign(new Error('a check is violated'), { code: '23514', ...row, client: { user: 'app', processID: 4711 } });
     log.warn({ err: error }, 'a row was refused');
     log.error(error);
     log.warn({ err: 'only words' }, 'no error');`,
  );
  const [first, second, third] = lines;
  expect(Object.keys(first.err as object).sort()).toEqual(['code', 'message', 'stack', 'type']);
  expect(second.err).toEqual(first.err);
  expect(third.err).toBe('only words');
  expect(text).not.toMatch(/anna@example|4711/);
});
