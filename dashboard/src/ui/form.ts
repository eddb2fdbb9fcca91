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
