/** What stands in a password field, blanks included. */
export function typedText(form: HTMLFormElement, name: string): string {
  const entry = new FormData(form).get(name);
  return typeof entry === 'string' ? entry : '';
}

/** What stands in a form's field, without the blanks around it; empty when the field is not there or holds a file. */
export function fieldText(form: HTMLFormElement, name: string): string {
  const entry = new FormData(form).get(name);
  return typeof entry === 'string' ? entry.trim() : '';
}

/** The lines of a field that are not blank, each without the blanks around it. */
export function fieldLines(form: HTMLFormElement, name: string): string[] {
  return fieldText(form, name)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
