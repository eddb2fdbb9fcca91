import { COMMENT_RULES } from './comments.ts';
import { DOMAIN_RULES } from './domains.ts';
import { GENERATED_RULES } from './generated.ts';
import { LANGUAGE_RULES } from './language.ts';
import { LAYER_RULES } from './layers.ts';
import { LIMIT_RULES } from './limits.ts';
import { MACHINE_RULES } from './machine.ts';
import { NAME_RULES } from './names.ts';
import type { Rule } from './rule.ts';
import { SERVICE_RULES } from './services.ts';
import { TABLE_RULES } from './tables.ts';
import { TEST_RULES } from './tests.ts';
import { WORKSPACE_RULES } from './workspaces.ts';

/** Everything that the machine holds of the house. */
export const RULES: readonly Rule[] = [
  ...LIMIT_RULES,
  ...LANGUAGE_RULES,
  ...NAME_RULES,
  ...WORKSPACE_RULES,
  ...DOMAIN_RULES,
  ...LAYER_RULES,
  ...TABLE_RULES,
  ...SERVICE_RULES,
  ...COMMENT_RULES,
  ...TEST_RULES,
  ...GENERATED_RULES,
  ...MACHINE_RULES,
];
