import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Brand, BrandDetails } from '../../../../server/src/tenants/brands/schema.ts';
import { deleteTenantBrand, getBrand, putBrand } from '../../../../server/src/tenants/brands/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { resolvePath } from '../../working-folder.ts';

interface Named {
  tenant: string;
  json?: boolean;
}

function print(json: boolean | undefined, answer: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

function textOf({ colour, onLight, onDark, logo }: Brand): string {
  const shown = colour === null ? 'no colour' : `colour ${colour} (on light ${onLight}, on dark ${onDark})`;
  return `${shown}, ${logo === null ? 'no logo' : `a logo of ${logo.width} by ${logo.height} pixels, ${logo.type}, ${logo.bytes} bytes`}`;
}

async function show({ tenant, json }: Named): Promise<void> {
  const brand = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    return getBrand(context, actor, actor.tenantId);
  });
  print(json, brand, textOf(brand));
}

/** `earshot brands show`: the logo and colour of what a tenant shares. */
export function showBrandCommand(): Command {
  return new Command('show')
    .description('show the logo and colour of the pages that a tenant shares')
    .requiredOption('--tenant <slug>', 'whose')
    .option('--json', 'print them as the API has them')
    .action(show);
}

function contentOf(file: string): string {
  try {
    return readFileSync(resolvePath(file)).toString('base64');
  } catch {
    throw new CommandError(`The file ${file} cannot be read.`);
  }
}

async function set({ tenant, json, colour, logo }: Named & { colour?: string; logo?: string }): Promise<void> {
  const parsed = BrandDetails.safeParse({ colour: colour ?? null, logo: logo === undefined ? null : contentOf(logo) });
  if (!parsed.success) throw new CommandError(`${parsed.error.issues[0].path.join('.')}: ${parsed.error.issues[0].message}.`);
  const brand = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    return putBrand(context, actor, actor.tenantId, parsed.data);
  });
  print(json, brand, `Pages that are shared are shown with ${textOf(brand)}.`);
}

/** `earshot brands set`: replaces a tenant's logo and colour. */
export function setBrandCommand(): Command {
  return new Command('set')
    .description('replace the logo and colour of the pages that a tenant shares')
    .requiredOption('--tenant <slug>', 'whose')
    .option('--colour <colour>', 'such as #0b6e5f; none when left out')
    .option('--logo <file>', 'a PNG, JPEG or WebP of at most 64 KiB; none when left out')
    .option('--json', 'print them as the API has them')
    .action(set);
}

async function remove({ tenant, json }: Named): Promise<void> {
  await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    await deleteTenantBrand(context, actor, actor.tenantId);
  });
  print(json, { tenant, colour: null, logo: null }, 'Pages that are shared are shown without a logo and colour of the tenant.');
}

/** `earshot brands remove`: forgets a tenant's logo and colour. */
export function removeBrandCommand(): Command {
  return new Command('remove')
    .description('forget the logo and colour of the pages that a tenant shares')
    .requiredOption('--tenant <slug>', 'whose')
    .option('--json', 'print {"tenant","colour","logo"}')
    .action(remove);
}
