import { useQuery } from '@tanstack/react-query';
import type { Budget } from '../../budgets-api.ts';
import { budgetTexts } from '../../texts-budgets.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { advertisersQuery, campaignsQuery } from '../catalog/catalog-queries.ts';

const words = budgetTexts.form;

interface ScopeKeyProps {
  type: Exclude<Budget['scope']['type'], 'tenant'>;
  value: string;
  problem: string | undefined;
}

interface Named {
  key: string;
  name: string | null;
}

const labelOf = ({ key, name }: Named) => (name === null || name === key ? key : `${name} (${key})`);

interface ChoiceProps extends ScopeKeyProps {
  type: 'campaign' | 'advertiser';
  items: readonly Named[];
}

function Choice({ type, value, problem, items }: ChoiceProps) {
  const known = items.some(({ key }) => key === value) || value === '' ? items : [{ key: value, name: null }, ...items];
  const options = [['', words.choose[type]] as const, ...known.map((one) => [one.key, labelOf(one)] as const)];
  // Anew once the list is there, so that what was chosen before is shown as chosen.
  return (
    <SelectField
      key={`${type} ${items.length}`}
      name="scopeKey"
      label={words.scopeKey[type]}
      options={options}
      defaultValue={value}
      problem={problem}
    />
  );
}

function CampaignChoice(props: ScopeKeyProps) {
  return <Choice {...props} type="campaign" items={useQuery(campaignsQuery).data ?? []} />;
}

function AdvertiserChoice(props: ScopeKeyProps) {
  return <Choice {...props} type="advertiser" items={useQuery(advertisersQuery).data ?? []} />;
}

/** Whose a budget is: one of the tenant's campaigns or advertisers to choose, or a feature, of which there is no list. */
export function ScopeKeyField(props: ScopeKeyProps) {
  const { type, value, problem } = props;
  if (type === 'campaign') return <CampaignChoice {...props} />;
  if (type === 'advertiser') return <AdvertiserChoice {...props} />;
  return <TextField name="scopeKey" label={words.scopeKey[type]} maxLength={200} defaultValue={value} problem={problem} />;
}
