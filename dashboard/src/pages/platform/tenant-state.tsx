import type { TenantDetails } from '../../platform-api.ts';
import { platformTenantTexts as words } from '../../texts-platform-tenants.ts';
import { Tag } from '../../ui/notice.tsx';

const TONES = { active: 'plain', suspended: 'notice', closed: 'danger' } as const;

export function TenantState({ state }: Pick<TenantDetails, 'state'>) {
  return <Tag tone={TONES[state]}>{words.states[state]}</Tag>;
}
