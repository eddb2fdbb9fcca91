import { SETTINGS } from './settings.ts';

/** The text of docs/configuration.md. */
export function renderConfiguration(): string {
  const sections = SETTINGS.map((setting) => {
    const facts = [setting.default === '' ? 'No default.' : `Default: \`${setting.default}\`.`, setting.secret ? 'Secret.' : ''];
    return `## \`${setting.name}\`\n\n${facts.join(' ').trim()}\n\n${setting.description}\n`;
  });
  return `<!-- Generated from server/src/platform/settings.ts by "npm run generate"; edit there. -->

# Configuration

Earshot reads its settings from environment variables, once, when it starts. An empty variable counts as not set. A value that cannot be
used stops the start with a sentence that names the variable, and all such sentences come at once.

Instead of \`NAME\`, each setting can be given as \`NAME_FILE\`: the path of a file that holds the value, as container secrets do. White
space around the file's value is dropped, and setting both is an error. Prefer this for what is marked secret.

${sections.join('\n')}`;
}

/** The text of .env.example: every setting, commented out, with its default. */
export function renderEnvExample(): string {
  const blocks = SETTINGS.map((setting) => {
    const file = setting.secret ? `#${setting.name}_FILE=\n` : '';
    return `# ${setting.description.replaceAll('`', '')}\n#${setting.name}=${setting.default}\n${file}`;
  });
  const heading = '# Generated from server/src/platform/settings.ts by "npm run generate"; edit there. docs/configuration.md says more.';
  return `${heading}\n\n${blocks.join('\n')}`;
}
