import { spawnSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

const LOOK = 'for name in "$CHROME_PATH" chromium chromium-browser google-chrome chrome; do command -v "$name" && exit; done; exit 1';

/** Starts the Chromium that `CHROME_PATH` names, else the first of the usual names on the `PATH`. @throws Error without one. */
export async function startChromium(): Promise<Browser> {
  const executablePath = spawnSync('sh', ['-c', LOOK], { encoding: 'utf8' }).stdout.trim();
  if (executablePath === '') throw new Error('needs a Chromium: none is on the PATH, and CHROME_PATH names none');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] });
}
