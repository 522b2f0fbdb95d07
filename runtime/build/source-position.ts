/** A place in a source; `file` is relative to the function's folder, `line` and `column` are 1-based. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
