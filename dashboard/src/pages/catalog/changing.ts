/** What a part of a page may do, and how it says what it did; what is shown is then read again. */
export interface Changing {
  mayChange: boolean;
  tell: (text: string) => void;
}
