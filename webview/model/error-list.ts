/** What could not be done, in plain words: shown until it is dismissed, or its cause has gone. */
export class ErrorList {
  texts: readonly string[] = [];

  /** One that is shown already comes last again. */
  add(text: string): void {
    this.drop(text);
    this.texts = [...this.texts, text];
  }

  drop(text: string | null): void {
    this.texts = this.texts.filter((shown) => shown !== text);
  }

  dismiss(index: number): void {
    this.texts = this.texts.filter((_, at) => at !== index);
  }

  clear(): void {
    this.texts = [];
  }
}
