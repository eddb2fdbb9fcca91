// Preloaded into every script that bootstrap starts: when bootstrap dies without a word, the script is told to stop, so that none is left
// behind.
import { isMainThread } from 'node:worker_threads';

// Forked workers inherit this preload and have a channel too, to somebody else.
if (isMainThread && process.channel && process.env.EARSHOT_SUPERVISOR === String(process.ppid)) {
  process.channel.unref();
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
