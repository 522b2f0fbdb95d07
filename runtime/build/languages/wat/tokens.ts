/** A token of WebAssembly's text format, or one of its brackets. */
export interface Token {
  readonly text: string;
  /** Where it begins, both 0-based; columns count UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

/** White space and comments; a text; a bracket; anything else up to one of those. A comment in brackets may hold others. */
const PART = /(\s+|;;[^\n]*)|(\(;)|("(?:\\[^]|[^"\\])*"?|[()]|[^\s()";]+|;)/gy;
const COMMENT_EDGE = /\(;|;\)/g;

/** The tokens of a text that assembles. */
export function* tokensOf(text: string): Generator<Token> {
  let line = 0;
  let lineStart = 0;
  let at = 0;
  while (at < text.length) {
    PART.lastIndex = at;
    const [whole = "", , comment, token] = PART.exec(text) ?? [];
    const end = comment === undefined ? at + Math.max(1, whole.length) : commentEnd(text, at);
    if (token !== undefined) yield { text: token, line, column: at - lineStart };
    for (
      let newline = text.indexOf("\n", at);
      newline >= 0 && newline < end;
      newline = text.indexOf("\n", newline + 1)
    ) {
      line += 1;
      lineStart = newline + 1;
    }
    at = end;
  }
}

function commentEnd(text: string, start: number): number {
  let depth = 0;
  COMMENT_EDGE.lastIndex = start;
  for (let edge = COMMENT_EDGE.exec(text); edge !== null; edge = COMMENT_EDGE.exec(text)) {
    depth += edge[0] === "(;" ? 1 : -1;
    if (depth === 0) return COMMENT_EDGE.lastIndex;
  }
  return text.length;
}
