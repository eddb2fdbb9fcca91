import { buildOpenApi } from '../../server/src/api/openapi-document.ts';
import { renderConfiguration, renderEnvExample } from '../../server/src/platform/settings-pages.ts';
import { generateClientSchema } from './client-schema.ts';
import { renderPermissions } from './permissions.ts';
import { generateSchemaSql } from './schema-sql.ts';
import { generateSiteTag } from './site-tag.ts';
import { renderValidation } from './validation.ts';

export interface GeneratedFile {
  /** From the root of the checkout. */
  path: string;
  text: string;
}

/** Every file that is made from code without a database, as it must stand in the checkout. */
export async function generateFilesOfCode(): Promise<GeneratedFile[]> {
  const openApi = await buildOpenApi();
  return [
    { path: 'server/openapi.json', text: `${JSON.stringify(openApi, undefined, 2)}\n` },
    { path: 'client/src/schema.ts', text: generateClientSchema(openApi) },
    { path: 'server/site-tag.js', text: await generateSiteTag() },
    { path: 'docs/configuration.md', text: renderConfiguration() },
    { path: 'docs/permissions.md', text: renderPermissions() },
    { path: 'docs/validation.md', text: renderValidation() },
    { path: '.env.example', text: renderEnvExample() },
  ];
}

/** Every generated file; the schema comes from a throw-away database. */
export async function generateFiles(): Promise<GeneratedFile[]> {
  return [...(await generateFilesOfCode()), { path: 'server/schema.sql', text: await generateSchemaSql() }];
}
