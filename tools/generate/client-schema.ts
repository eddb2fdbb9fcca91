import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const MARK = '// Generated from server/openapi.json by "npm run generate".\n\n';

/**
 * The client's types for an OpenAPI document. It runs as a program of its own, as it needs a compiler of its own. @throws Error with what
 * it says.
 */
export function generateClientSchema(openApi: object): string {
  const program = join(ROOT, 'client/node_modules/openapi-typescript/bin/cli.js');
  const options = { cwd: join(ROOT, 'client'), input: JSON.stringify(openApi), encoding: 'utf8' as const, maxBuffer: 1 << 26 };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, '--default-non-nullable=false'], options);
  if (status !== 0) throw new Error(`openapi-typescript failed:\n${stderr}`);
  return MARK + stdout.replace(/^\/\*\*[\s\S]*?\*\/\n+/, '');
}
