import { underStartLock } from '../src/platform/postgres/start-lock.ts';

// Takes a data folder's lock, says so and never gives it back.
setInterval(() => undefined, 60_000);
await underStartLock(process.argv[2], () => {
  process.stdout.write('locked\n');
  return new Promise(() => undefined);
});
