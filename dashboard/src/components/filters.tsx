import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback } from 'react';
import { CONVERSION_KINDS, type ConversionKind, GROUPINGS, RULES } from '../api.ts';
import { isDataDriven, UNITS } from '../models-api.ts';
import { modelTexts } from '../texts-models.ts';
import { DEFAULTS, ruleOf, type Selection, withoutDefaults, withoutWindowDefaults } from '../selection.ts';
import { texts } from '../texts.ts';
import { ChevronDown } from '../ui/icons.tsx';
import { Popover } from '../ui/popover.tsx';
import { NO_MODELS, useFixed, useOwnModels } from './fixed.ts';
import { useAllModels, useChosenModel, useModel, useModels } from './models.ts';
import { WhatIs } from './what-is.tsx';
import { WhatIsThis } from '../ui/what-is-this.tsx';
import { SavedViews } from './saved-views.tsx';
import { useWindowDefaults } from './window-defaults.ts';

/** The selection in the address, and a way to change parts of it without leaving the room. */
export function useSelection(): [Selection, (change: Partial<Selection>) => void] {
  const selection = useSearch({ from: '/signed-in' });
  const navigate = useNavigate();
  const usual = useWindowDefaults();
  const change = useCallback(
    (part: Partial<Selection>) => {
      const changed = (before: Selection) => withoutWindowDefaults(withoutDefaults({ ...before, ...part }), usual);
      void navigate({ to: '.', search: changed, replace: true, resetScroll: false });
    },
    [navigate, usual],
  );
  return [selection, change];
}

/** A row of choices that wraps into a grid on narrow screens; each choice draws its own hairlines, so a last row may have room left. */
export function FilterBar({ children }: { children: ReactNode }) {
  return (
    <div
      role="group"
      aria-label={texts.filters.label}
      className="grid grid-cols-2 gap-px overflow-hidden rounded-panel border border-line bg-surface
        *:shadow-[0_0_0_1px_var(--color-line)] sm:grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))]"
    >
      {children}
      <SavedViews />
    </div>
  );
}

const LABEL = 'flex min-h-6 items-center gap-1.5 text-caption text-muted';
const VALUE = 'flex min-h-6 w-full items-center justify-between gap-2 truncate text-left font-medium text-ink';
const CELL = 'relative flex min-w-0 flex-col bg-surface px-4 pt-1 pb-1.5 hover:bg-raised has-focus-visible:z-10';

/** A choice from a list. The native list opens, which every keyboard, phone and screen reader knows. */
export function ChoiceFilter<Value extends string>({
  label,
  beside,
  value,
  options,
  onChoose,
}: {
  label: string;
  beside?: ReactNode;
  value: Value;
  options: readonly (readonly [value: Value, text: string])[];
  onChoose: (value: Value) => void;
}) {
  return (
    <div className={CELL}>
      <span className={LABEL} aria-hidden={beside ? undefined : true}>
        {label}
        {beside}
      </span>
      <span className="relative">
        <select
          aria-label={label}
          value={value}
          onChange={(event) => onChoose(event.target.value as Value)}
          className="min-h-6 w-full appearance-none truncate bg-transparent pr-5 font-medium text-ink"
        >
          {options.map(([option, text]) => (
            <option key={option} value={option} className="bg-raised">
              {text}
            </option>
          ))}
        </select>
        <ChevronDown className="pointer-events-none absolute top-1/2 right-0 size-3.5 -translate-y-1/2 text-faint" />
      </span>
    </div>
  );
}

/** A choice behind a panel of its own. */
export function PanelFilter({ label, shown, children }: { label: string; shown: string; children: ReactNode }) {
  return (
    <div className={CELL}>
      <span className={LABEL} aria-hidden="true">
        {label}
      </span>
      <Popover
        label={label}
        trigger={
          <button type="button" className={VALUE} aria-label={`${label}: ${shown}`}>
            <span className="truncate">{shown}</span>
            <ChevronDown className="size-3.5 shrink-0 text-faint" />
          </button>
        }
      >
        {children}
      </Popover>
    </div>
  );
}

/** The model to look at: built in, or one of the tenant's own. */
export function ModelFilter() {
  const [, change] = useSelection();
  const { model } = useChosenModel();
  const models = useAllModels();
  const shown = useModel(model);
  const offered = models.some(({ name }) => name === model) ? models : [...models, shown];
  return (
    <ChoiceFilter
      label={texts.filters.model}
      beside={shown.definition && <WhatIsThis definition={shown.definition} />}
      value={model}
      options={offered.map(({ name, title }) => [name, title] as const)}
      onChoose={(chosen) => change({ model: chosen })}
    />
  );
}

/** The rule to look at, where nothing else can be asked for. */
export function RuleFilter() {
  const [selection, change] = useSelection();
  const models = useModels().filter(({ name }) => RULES.some((rule) => rule === name));
  const chosen = ruleOf(selection);
  const definition = models.find(({ name }) => name === chosen)?.definition;
  return (
    <ChoiceFilter
      label={texts.filters.model}
      beside={definition && <WhatIsThis definition={definition} />}
      value={chosen}
      options={models.map(({ name, title }) => [name, title] as const)}
      onChoose={(model) => change({ model })}
    />
  );
}

/** What a model fixes: to read, in the place of a choice. */
export function FixedFilter({ label, value, by }: { label: string; value: string; by: string }) {
  return (
    <div className={CELL} title={texts.filters.fixedBy(by)}>
      <span className={LABEL}>{label}</span>
      <span className="min-h-6 truncate font-medium">
        {value} <span className="text-caption font-normal text-muted">{texts.filters.fixedBy(by)}</span>
      </span>
    </div>
  );
}

/** What data-driven models tell apart; nothing where there is none. */
export function UnitFilter({ models }: { models: readonly string[] }) {
  const [selection, change] = useSelection();
  const own = useOwnModels(models);
  const fixed = useFixed(models);
  const bases = models.map((name, place) => own[place]?.base ?? name);
  if (!bases.some(isDataDriven)) return null;
  if (fixed.unit !== undefined) return <FixedFilter label={texts.filters.unit} value={modelTexts.units[fixed.unit]} by={fixed.by} />;
  return (
    <ChoiceFilter
      label={texts.filters.unit}
      value={selection.unit ?? DEFAULTS.unit}
      options={UNITS.map((unit) => [unit, modelTexts.units[unit]] as const)}
      onChoose={(unit) => change({ unit })}
    />
  );
}

const LOOKBACKS = [1, 3, 7, 14, 30, 60, 90];

export function LookbackFilter({ models = NO_MODELS }: { models?: readonly string[] }) {
  const [selection, change] = useSelection();
  const fixed = useFixed(models);
  const { lookback: usual } = useWindowDefaults();
  const chosen = selection.lookback ?? usual;
  const offered = [...new Set([...LOOKBACKS, chosen, usual])].sort((a, b) => a - b);
  if (fixed.lookbackDays !== undefined)
    return <FixedFilter label={texts.filters.lookback} value={texts.filters.days(fixed.lookbackDays)} by={fixed.by} />;
  const named = (days: number) => (days === usual ? texts.filters.usualDays(texts.filters.days(days)) : texts.filters.days(days));
  return (
    <ChoiceFilter
      label={texts.filters.lookback}
      beside={<WhatIs of="lookback" />}
      value={String(chosen)}
      options={offered.map((days) => [String(days), named(days)] as const)}
      onChoose={(text) => change({ lookback: Number(text) })}
    />
  );
}

export function GroupingFilter() {
  const [selection, change] = useSelection();
  return (
    <ChoiceFilter
      label={texts.filters.groupBy}
      value={selection.groupBy ?? DEFAULTS.groupBy}
      options={GROUPINGS.map((grouping) => [grouping, texts.groupings[grouping]] as const)}
      onChoose={(grouping) => change({ groupBy: grouping, focus: undefined })}
    />
  );
}

export function KindFilter() {
  const [selection, change] = useSelection();
  const chosen = selection.kinds ?? [];
  const shown = chosen.length === 0 ? texts.filters.allKinds : chosen.map((kind) => texts.kinds[kind]).join(', ');
  const toggle = (kind: ConversionKind, on: boolean) => {
    const kinds = CONVERSION_KINDS.filter((candidate) => (candidate === kind ? on : chosen.includes(candidate)));
    change({ kinds: kinds.length === 0 ? undefined : kinds });
  };
  return (
    <PanelFilter label={texts.filters.kinds} shown={shown}>
      <fieldset className="flex flex-col gap-0.5">
        <legend className="sr-only">{texts.filters.kinds}</legend>
        {CONVERSION_KINDS.map((kind) => (
          <label key={kind} className="flex min-h-8 items-center gap-2.5 rounded-control px-2 hover:bg-sunken">
            <input
              type="checkbox"
              className="size-4"
              checked={chosen.includes(kind)}
              onChange={(event) => toggle(kind, event.target.checked)}
            />
            {texts.kinds[kind]}
          </label>
        ))}
      </fieldset>
      <button
        type="button"
        className="mt-2 rounded-control px-2 text-small font-medium text-accent disabled:text-faint"
        disabled={chosen.length === 0}
        onClick={() => change({ kinds: undefined })}
      >
        {texts.filters.allKinds}
      </button>
    </PanelFilter>
  );
}
