import type { OperatorAccount, OperatorAi } from './operator-ai.ts';
import type { Reader, Setting } from './settings.ts';
import { asAccountKey, asBaseUrl, asJson } from './settings-values.ts';

/** The settings of what the operator has with vendors of AI. */
export const AI_SETTINGS = [
  {
    name: 'OPENAI_API_KEY',
    default: '',
    description:
      'Your account with OpenAI, which tenants may use within the quota `ai_spend_per_month` of their tier. Nothing is asked of it ' +
      'before a tenant adds it to its [providers](ai.md#providers).',
    secret: true,
  },
  {
    name: 'OPENAI_BASE_URL',
    default: '',
    description:
      'Another address that speaks the interface of OpenAI, also in your own network, such as `http://10.0.0.7:8000/v1`; with it a key ' +
      "is not needed. OpenAI's own when empty.",
    secret: false,
  },
  { name: 'ANTHROPIC_API_KEY', default: '', description: 'The same for an account with Anthropic.', secret: true },
  {
    name: 'ANTHROPIC_BASE_URL',
    default: '',
    description: "Another address that speaks Anthropic's interface, such as `https://ai.example.com/v1`. Anthropic's own when empty.",
    secret: false,
  },
  {
    name: 'EARSHOT_AI_PRICES',
    default: '',
    description:
      'What models cost you, as [a price list](ai.md#prices) in JSON: it goes before the list that is shipped. A model without a price ' +
      'is not asked. Earshot does not start with a list that is wrong.',
    secret: false,
  },
] as const satisfies readonly Setting[];

/** The operator's account with one vendor; an address alone is one, too. */
function accountOf(apiKey: string | undefined, baseUrl: string | undefined): OperatorAccount | undefined {
  return apiKey === undefined && baseUrl === undefined ? undefined : { apiKey, baseUrl };
}

/** What the operator has with vendors of AI. */
export function readOperatorAi(reader: Reader): OperatorAi {
  return {
    openai: accountOf(reader.read('OPENAI_API_KEY', asAccountKey), reader.read('OPENAI_BASE_URL', asBaseUrl)),
    anthropic: accountOf(reader.read('ANTHROPIC_API_KEY', asAccountKey), reader.read('ANTHROPIC_BASE_URL', asBaseUrl)),
    prices: reader.read('EARSHOT_AI_PRICES', asJson) ?? [],
  };
}
