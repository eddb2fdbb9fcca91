import { type ModelName, RULES } from '../api.ts';
import { texts } from '../texts.ts';
import { areRules, inOrder } from '../selection.ts';
import { PanelFilter, useSelection } from './filters.tsx';
import { ModelMark } from './model-mark.tsx';
import { useAllModels } from './models.ts';
import { WhatIsThis } from '../ui/what-is-this.tsx';

/** Which models stand side by side; at least one stays. */
export function ModelsFilter() {
  const [selection, change] = useSelection();
  const models = useAllModels();
  const chosen: readonly ModelName[] = selection.models ?? RULES;
  const toggle = (model: ModelName, on: boolean) => {
    const names = inOrder(on ? [...chosen, model] : chosen.filter((name) => name !== model));
    change({ models: areRules(names) ? undefined : names, sort: undefined });
  };
  return (
    <PanelFilter label={texts.compare.models} shown={texts.compare.modelsChosen(chosen.length, models.length)}>
      <fieldset className="flex flex-col gap-0.5">
        <legend className="sr-only">{texts.compare.models}</legend>
        {models.map(({ name, title, definition }) => (
          <div key={name} className="flex items-center gap-2 rounded-control pr-2 hover:bg-sunken">
            <label className="flex min-h-8 flex-1 items-center gap-2.5 px-2">
              <input
                type="checkbox"
                className="size-4"
                checked={chosen.includes(name)}
                disabled={chosen.length === 1 && chosen.includes(name)}
                onChange={(event) => toggle(name, event.target.checked)}
              />
              <ModelMark model={name} />
              {title}
            </label>
            {definition && <WhatIsThis definition={definition} />}
          </div>
        ))}
      </fieldset>
    </PanelFilter>
  );
}
