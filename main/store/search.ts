/** Words past this many are left out: nobody types more, and SQLite bounds the depth of an expression. */
const MAX_WORDS = 32;
const PARTS = /"([^"]*)"?|[^\s"]+/gu;
/** What the tokenizer (unicode61) makes words of; a part without any would match nothing. */
const HAS_WORD = /[\p{L}\p{N}\p{Co}]/u;

/**
 * What a user typed, as an FTS5 query: every word must occur, as the beginning of a word; what is in double quotes, exactly
 * and in that order. Null: nothing that can be searched for. Any text is safe: all of it ends up inside FTS5 strings.
 */
export function searchQuery(text: string): string | null {
  const terms: string[] = [];
  for (const match of text.replaceAll("\0", " ").matchAll(PARTS)) {
    const [part, phrase] = match;
    const words = phrase ?? part;
    if (!HAS_WORD.test(words)) continue;
    terms.push(phrase === undefined ? `"${words}"*` : `"${words}"`);
    if (terms.length === MAX_WORDS) break;
  }
  return terms.length === 0 ? null : terms.join(" ");
}
