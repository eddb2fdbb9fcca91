import { Known } from '../../components/amount.tsx';
import { modelLook, ModelMark } from '../../components/model-mark.tsx';
import type { KnownModel } from '../../components/models.ts';
import type { Measure } from '../../selection.ts';
import { texts } from '../../texts.ts';
import { Cross } from '../../ui/icons.tsx';
import { type ComparedRow, formatMeasure } from './comparison.ts';

interface HeldProps {
  /** Undefined when nothing is credited to it in this selection. */
  row: ComparedRow | undefined;
  heldKey: string;
  models: readonly KnownModel[];
  measure: Measure;
  currency: string | null;
  onClear: () => void;
}

function rangeSentence({ row, models, measure, currency }: HeldProps): string {
  if (!row?.lowest || !row.highest) return texts.compare.heldNothing;
  const titleOf = (name: string) => models.find((model) => model.name === name)?.title ?? name;
  const [low, high] = [formatMeasure(row.lowest.amount, measure, currency), formatMeasure(row.highest.amount, measure, currency)];
  if (low === high) return texts.compare.agree(low);
  return texts.compare.range(low, titleOf(row.lowest.model), high, titleOf(row.highest.model));
}

/** One row held in view while options change: what each model gives it, and how far that ranges. */
export function HeldRow(props: HeldProps) {
  const { row, heldKey, models, measure, currency, onClear } = props;
  const label = row?.label ?? heldKey;
  const most = row?.highest?.amount ?? 0;
  return (
    <section aria-label={texts.compare.held(label)} className="rounded-panel border border-accent bg-surface">
      <header className="flex items-start gap-4 px-4 pt-3 pb-1 sm:px-5">
        <div className="min-w-0 flex-1 sm:flex sm:items-baseline sm:gap-4">
          <h2 className="truncate text-lead font-semibold tracking-[-0.01em]">{label}</h2>
          <p aria-live="polite" className="text-muted">
            {rangeSentence(props)}
          </p>
        </div>
        <button
          type="button"
          onClick={onClear}
          aria-label={texts.compare.clear(label)}
          className="grid size-8 shrink-0 place-items-center rounded-control text-muted hover:bg-sunken hover:text-ink"
        >
          <Cross />
        </button>
      </header>
      <dl
        className="grid grid-cols-2 gap-x-6 gap-y-3 px-4 pt-1 pb-4 sm:px-5
        md:grid-cols-[repeat(auto-fit,minmax(8rem,1fr))]"
      >
        {models.map(({ name, title }) => {
          const amount = row?.amounts[name] ?? null;
          return (
            <div key={name} className="min-w-0">
              <dt className="flex items-center gap-2 text-small text-muted">
                <ModelMark model={name} />
                <span className="truncate">{title}</span>
              </dt>
              <dd className="mt-0.5 text-heading font-semibold tracking-[-0.015em]">
                <Known text={formatMeasure(amount, measure, currency)} />
                <span className="mt-1.5 block h-1.5 rounded-full bg-sunken" aria-hidden="true">
                  <span
                    className="block h-full rounded-full"
                    style={{
                      width: `${most > 0 ? ((amount ?? 0) / most) * 100 : 0}%`,
                      background: `var(--color-${modelLook(name).token})`,
                    }}
                  />
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
