import { join } from 'node:path';
import { build } from 'vite';

const FOLDER = join(import.meta.dirname, '../../tag');

/** The script of the site tag as browsers get it: one file, bundled and minified for browsers from 2019 on. */
export async function generateSiteTag(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    root: FOLDER,
    build: {
      write: false,
      target: 'es2019',
      minify: true,
      rolldownOptions: { input: join(FOLDER, 'src/main.ts'), output: { format: 'iife' } },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!('output' in output)) throw new Error('the site tag was not built');
  return `/* Generated from tag/src. Earshot, Apache-2.0 */\n${output.output[0].code.trim()}\n`;
}
