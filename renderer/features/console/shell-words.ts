/** The words of a command, or one line that says why it is none. */
export type ShellWords =
  { readonly ok: true; readonly words: readonly string[] } | { readonly ok: false; readonly message: string };

/**
 * Splits a command as a POSIX shell does, with bash's `$'…'`: quotes, escapes and line continuations. It ends where a pipe, a
 * redirection, `;` or `&` begins a word; within a word these stay, because URLs are pasted without quotes. Variables are not replaced.
 *
 * Our own: the small libraries know no `$'…'`, or undo the escapes of one quoted part in the part beside it.
 */
export function splitWords(text: string): ShellWords {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    const blank = /^(?:[ \t]|\\\r?\n)+/.exec(text.slice(at, at + 4096));
    if (blank !== null) {
      at += blank[0].length;
      continue;
    }
    const char = text.charAt(at);
    const isLineEnd = char === "\n" || char === "\r";
    if (isLineEnd && words.length === 0) {
      at += 1;
      continue;
    }
    if (isLineEnd || "|;&<>#".includes(char)) break;
    const word = readWord(text, at);
    if (word === null) return { ok: false, message: "a quote is opened but never closed" };
    words.push(word.text);
    at = word.end;
  }
  return { ok: true, words };
}

/** One word, so that every shell reads it as it is. */
export function quoteWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

interface Part {
  readonly text: string;
  /** Where what follows begins. */
  readonly end: number;
}

/** Null: a quote is not closed. */
function readWord(text: string, start: number): Part | null {
  let word = "";
  let at = start;
  while (at < text.length && !/[ \t\r\n]/.test(text.charAt(at))) {
    const part = readPart(text, at);
    if (part === null) return null;
    word += part.text;
    at = part.end;
  }
  return { text: word, end: at };
}

function readPart(text: string, at: number): Part | null {
  const char = text.charAt(at);
  if (char === "'") return readSingle(text, at + 1);
  if (char === '"') return readDouble(text, at + 1);
  if (char === "$" && text.charAt(at + 1) === "'") return readAnsi(text, at + 2);
  if (char === "$" && text.charAt(at + 1) === '"') return readDouble(text, at + 2);
  if (char !== "\\") return { text: char, end: at + 1 };
  const newline = newlineAt(text, at + 1);
  if (newline > 0) return { text: "", end: at + 1 + newline };
  return { text: text.charAt(at + 1), end: at + 2 };
}

function readSingle(text: string, start: number): Part | null {
  const end = text.indexOf("'", start);
  return end === -1 ? null : { text: text.slice(start, end), end: end + 1 };
}

function readDouble(text: string, start: number): Part | null {
  let word = "";
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') return { text: word, end: at + 1 };
    if (char !== "\\") {
      word += char;
      continue;
    }
    const newline = newlineAt(text, at + 1);
    const next = text.charAt(at + 1);
    if (newline > 0) at += newline;
    else {
      word += '$`"\\'.includes(next) ? next : char + next;
      at += 1;
    }
  }
  return null;
}

const ANSI: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  e: "\x1b",
  E: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const ANSI_CODE = /^(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|c([^]))/;

function readAnsi(text: string, start: number): Part | null {
  let word = "";
  // `\xNN` and `\NNN` are bytes: several make one letter of UTF-8.
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length > 0) word += new TextDecoder().decode(new Uint8Array(bytes));
    bytes = [];
  };
  let at = start;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === "'") {
      flush();
      return { text: word, end: at + 1 };
    }
    const code = char === "\\" ? ANSI_CODE.exec(text.slice(at + 1, at + 10)) : null;
    const byte = code?.[1] ?? code?.[2];
    if (code !== null && byte !== undefined) {
      bytes.push(parseInt(byte, code[1] === undefined ? 8 : 16) & 0xff);
      at += 1 + code[0].length;
      continue;
    }
    flush();
    if (code !== null) {
      word += ansiLetter(code);
      at += 1 + code[0].length;
    } else {
      const next = text.charAt(at + 1);
      word += char !== "\\" ? char : (ANSI[next] ?? (`\\'"?`.includes(next) ? next : char + next));
      at += char === "\\" ? 2 : 1;
    }
  }
  return null;
}

function ansiLetter([, , , unit, point, control]: RegExpExecArray): string {
  // Units, not points: Chrome writes a letter beyond U+FFFF as two of them.
  if (unit !== undefined) return String.fromCharCode(parseInt(unit, 16));
  if (point !== undefined) return String.fromCodePoint(Math.min(parseInt(point, 16), 0x10ffff));
  return String.fromCharCode((control ?? "").charCodeAt(0) & 31);
}

function newlineAt(text: string, at: number): number {
  if (text.startsWith("\r\n", at)) return 2;
  return text.charAt(at) === "\n" ? 1 : 0;
}
