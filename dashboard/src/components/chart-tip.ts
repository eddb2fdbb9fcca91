export interface TipLine {
  name: string;
  value: string;
  colour?: string;
}

function element(name: string, style: string, text = ''): HTMLElement {
  const made = document.createElement(name);
  made.style.cssText = style;
  made.textContent = text;
  return made;
}

/** A chart's tooltip as an element, never as markup, because names come from outside. */
export function buildTip(title: string, lines: readonly TipLine[]): HTMLElement {
  const box = element(
    'div',
    'display:grid;grid-template-columns:auto auto auto;column-gap:10px;row-gap:2px;align-items:center;font-variant-numeric:tabular-nums',
  );
  box.append(element('div', 'grid-column:1/-1;font-weight:600;margin-bottom:2px', title));
  for (const line of lines) {
    box.append(
      element('span', `width:8px;height:8px;border-radius:2px;background:${line.colour ?? 'transparent'}`),
      element('span', '', line.name),
      element('span', 'text-align:right;font-weight:600', line.value),
    );
  }
  return box;
}
