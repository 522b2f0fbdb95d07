import type { Token } from "./tokens";
import { tokensOf } from "./tokens";

/** A function with a body, and its instructions in the order in which they are assembled. */
export interface TextFunction {
  readonly start: Token;
  /** With words that are none among them: arguments look the same. */
  readonly words: readonly Token[];
}

/** What stands in brackets and holds no instruction. */
const DECLARATIONS: readonly string[] = ["export", "import", "type", "param", "result", "local"];
/** Come before what is in them; all others after their operands. */
const BLOCKS: readonly string[] = ["block", "loop", "try", "try_table", "else", "catch", "catch_all"];
/** Parts of an instruction that are none themselves. */
const PARTS: readonly string[] = ["then", "do"];

/** An open bracket. */
interface Bracket {
  readonly kind: "field" | "function" | "body" | "instruction" | "declaration";
  /** The instruction that comes when its operands, or its condition, are over. */
  word: Token | null;
}

/**
 * The functions that a module's text has bodies of, in their order. An instruction in brackets follows its operands in the binary: `(i32.add
 * (local.get 0) (i32.const 1))` ends with the addition.
 */
export function readFunctions(text: string): readonly TextFunction[] {
  const functions: { start: Token; words: Token[]; isImport: boolean }[] = [];
  const open: Bracket[] = [];
  let opened: Token | null = null;
  for (const token of tokensOf(text)) {
    const around = open.at(-1);
    const current = functions.at(-1);
    if (opened !== null) {
      const bracket = bracketOf(token, around);
      if (bracket.kind === "function") functions.push({ start: opened, words: [], isImport: false });
      else if (around?.kind === "function" && token.text === "import" && current !== undefined) current.isImport = true;
      else if (bracket.kind === "body" && current !== undefined) current.words.push(...wordsBefore(token, around));
      open.push(bracket);
      opened = null;
    } else if (token.text === "(") opened = token;
    else if (token.text === ")") {
      const { word = null } = open.pop() ?? {};
      if (word !== null) current?.words.push(word);
    } else if (around?.kind === "function" || around?.kind === "body") current?.words.push(token);
  }
  return functions.filter(({ isImport }) => !isImport);
}

/** What a bracket holds, by the first word in it. */
function bracketOf(head: Token, around: Bracket | undefined): Bracket {
  const { text } = head;
  if (around === undefined || around.kind === "field") {
    if (text === "module") return { kind: "field", word: null };
    // Of other fields nothing is looked at.
    return { kind: text === "func" ? "function" : "declaration", word: null };
  }
  if (around.kind === "declaration" || DECLARATIONS.includes(text) || text.startsWith("@"))
    return { kind: "declaration", word: null };
  if (BLOCKS.includes(text) || PARTS.includes(text)) return { kind: "body", word: null };
  return { kind: "instruction", word: head };
}

/** What comes before the contents of a block: its own word, or that of the `if` whose condition is over. */
function wordsBefore(head: Token, around: Bracket | undefined): readonly Token[] {
  if (BLOCKS.includes(head.text)) return [head];
  const condition = around?.word ?? null;
  if (condition === null || around === undefined) return [];
  around.word = null;
  return [condition];
}
