/** An address as it is stored and compared: without blanks around it, in small letters. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
