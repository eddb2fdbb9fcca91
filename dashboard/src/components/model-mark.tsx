/** A model's colour (a token's name) and shape, the same in every chart and legend, so that neither carries the meaning alone. */
export interface ModelLook {
  token: string;
  shape: 'circle' | 'triangle' | 'square' | 'diamond' | 'bar' | 'cross' | 'plate' | 'wedge' | 'ring' | 'house' | 'frame';
}

const LOOKS: Record<string, ModelLook> = {
  first_touch: { token: 'first-touch', shape: 'triangle' },
  last_touch: { token: 'last-touch', shape: 'square' },
  linear: { token: 'linear', shape: 'circle' },
  time_decay: { token: 'time-decay', shape: 'diamond' },
  position_based: { token: 'position-based', shape: 'bar' },
  markov: { token: 'markov', shape: 'cross' },
  shapley: { token: 'shapley', shape: 'plate' },
  hazard: { token: 'hazard', shape: 'wedge' },
};
/** The looks of own models, which each goes by its name. */
const OWN_LOOKS: readonly ModelLook[] = [
  { token: 'own-1', shape: 'ring' },
  { token: 'own-2', shape: 'house' },
  { token: 'own-3', shape: 'frame' },
];

const SHAPES = {
  circle: 'M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z',
  triangle: 'M6 1 11 10.5H1Z',
  square: 'M2 2h8v8H2Z',
  diamond: 'M6 .5 11.5 6 6 11.5.5 6Z',
  bar: 'M4 .5h4v11H4Z',
  cross: 'M4.5 1h3v3.5H11v3H7.5V11h-3V7.5H1v-3h3.5Z',
  plate: 'M.5 4h11v4H.5Z',
  wedge: 'M1 1.5h10L6 11Z',
  ring: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Zm0 2.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z',
  house: 'M6 .5 11 5v6H1V5Z',
  frame: 'M1 1v10h10V1Zm2.5 2.5h5v5h-5Z',
} as const;

export function modelLook(model: string): ModelLook {
  const name = model.split('@')[0];
  const sum = name.split('').reduce((all, letter) => all + letter.charCodeAt(0), 0);
  return LOOKS[name] ?? OWN_LOOKS[sum % OWN_LOOKS.length];
}

/** How wide and how high the marks are that do not fill their box, in twelfths of it. */
const EXTENTS: Partial<Record<ModelLook['shape'], readonly [width: number, height: number]>> = { bar: [4, 11], plate: [11, 4] };

/** The width and height of a mark in a chart: a chart stretches an outline to whatever size it is told, and a plate is no square. */
export function modelExtent(model: string, size: number): [width: number, height: number] {
  const [width, height] = EXTENTS[modelLook(model).shape] ?? [10, 10];
  return [(size * width) / 10, (size * height) / 10];
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
