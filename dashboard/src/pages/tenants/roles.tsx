import { type Role, ROLES } from '../../settings-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { ChevronDown } from '../../ui/icons.tsx';

interface RoleChoiceProps<Choice extends Role> {
  label: string;
  value: Choice;
  roles: readonly Choice[];
  isBusy: boolean;
  onChoose: (role: Choice) => void;
}

/** A role in a row of a table, which can be changed there. */
export function RoleChoice<Choice extends Role>({ label, value, roles, isBusy, onChoose }: RoleChoiceProps<Choice>) {
  return (
    <span className="relative inline-block">
      <select
        aria-label={label}
        value={value}
        disabled={isBusy}
        onChange={(event) => onChoose(event.target.value as Choice)}
        className="min-h-9 appearance-none rounded-control border border-line-strong bg-surface py-1 pr-8 pl-3 hover:border-accent"
      >
        {roles.map((role) => (
          <option key={role} value={role} className="bg-raised">
            {settingsTexts.roles[role][0]}
          </option>
        ))}
      </select>
      <ChevronDown className="pointer-events-none absolute top-1/2 right-2.5 size-3.5 -translate-y-1/2 text-faint" />
    </span>
  );
}

/** What each role may do, folded away. */
export function RoleList({ title }: { title: string }) {
  return (
    <details className="group rounded-panel border border-line bg-surface">
      <summary className="flex min-h-12 list-none items-center justify-between gap-4 px-4 font-medium sm:px-5">
        {title}
        <ChevronDown className="size-4 text-faint transition-transform group-open:rotate-180" />
      </summary>
      <dl className="grid gap-x-6 gap-y-3 border-t border-line px-4 py-4 sm:grid-cols-[9rem_1fr] sm:px-5">
        {ROLES.map((role) => (
          <div key={role} className="contents">
            <dt className="font-medium">{settingsTexts.roles[role][0]}</dt>
            <dd className="text-muted max-sm:-mt-2">{settingsTexts.roles[role][1]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Roles as choices of a form. */
export function roleOptions(roles: readonly Role[]): [string, string][] {
  return roles.map((role) => [role, settingsTexts.roles[role][0]]);
}
