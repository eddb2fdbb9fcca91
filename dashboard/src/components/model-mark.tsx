/** A model's colour (a token's name) and shape, the same in every chart and legend, so that neither carries the meaning alone. */
export interface ModelLook {
  token: string;
  shape: 'circle' | 'triangle' | 'square' | 'diamond' | 'bar';
}

const LOOKS: Record<string, ModelLook> = {
  first_touch: { token: 'first-touch', shape: 'triangle' },
  last_touch: { token: 'last-touch', shape: 'square' },
  linear: { token: 'linear', shape: 'circle' },
  time_decay: { token: 'time-decay', shape: 'diamond' },
  position_based: { token: 'position-based', shape: 'bar' },
};
const PLAIN: ModelLook = { token: 'muted', shape: 'circle' };

const SHAPES = {
  circle: 'M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z',
  triangle: 'M6 1 11 10.5H1Z',
  square: 'M2 2h8v8H2Z',
  diamond: 'M6 .5 11.5 6 6 11.5.5 6Z',
  bar: 'M4 .5h4v11H4Z',
} as const;

export function modelLook(model: string): ModelLook {
  return LOOKS[model] ?? PLAIN;
}

/** The mark's outline in a 12 × 12 box. */
export function modelPath(model: string): string {
  return SHAPES[modelLook(model).shape];
}

export function ModelMark({ model, className = 'size-2.5' }: { model: string; className?: string }) {
  return (
    <svg viewBox="0 0 12 12" className={`shrink-0 ${className}`} aria-hidden="true">
      <path d={modelPath(model)} fill={`var(--color-${modelLook(model).token})`} />
    </svg>
  );
}
