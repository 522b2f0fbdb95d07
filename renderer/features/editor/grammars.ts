/** Grammars of the languages that Monaco has none of. */
import { monaco } from "./monaco";

export function setUpGrammars(): void {
  addWat();
  addZig();
}

/** WebAssembly's text format: https://webassembly.github.io/spec/core/text/index.html */
function addWat(): void {
  monaco.languages.register({ id: "wat", extensions: [".wat"], aliases: ["WebAssembly text"] });
  monaco.languages.setLanguageConfiguration("wat", {
    comments: { lineComment: ";;", blockComment: ["(;", ";)"] },
    brackets: [["(", ")"]],
    autoClosingPairs: [
      { open: "(", close: ")" },
      { open: '"', close: '"', notIn: ["string", "comment"] },
    ],
    wordPattern: /\$?[\w.!#%&'*+\-/:<=>?@\\^`|~]+/,
  });
  monaco.languages.setMonarchTokensProvider("wat", {
    defaultToken: "",
    fields: [
      ...["module", "type", "import", "export", "func", "param", "result", "local", "table", "memory", "global"],
      ...["elem", "data", "start", "mut", "offset", "item", "declare", "tag", "then", "shared", "rec", "sub", "struct"],
      ...["array", "field", "final", "ref"],
    ],
    types: ["i32", "i64", "f32", "f64", "v128", "funcref", "externref", "anyref", "eqref", "i31ref", "extern", "any"],
    control: [
      ...["block", "loop", "if", "else", "end", "br", "br_if", "br_table", "return", "call", "call_indirect"],
      ...["return_call", "return_call_indirect", "unreachable", "nop", "drop", "select", "try", "catch", "throw"],
    ],
    tokenizer: {
      root: [
        [/;;.*$/, "comment"],
        [/\(;/, "comment", "@comment"],
        [/"/, "string", "@string"],
        [/\$[\w.!#$%&'*+\-/:<=>?@\\^`|~]+/, "variable"],
        [/[+-]?(?:0x[\da-fA-F_]+(?:\.[\da-fA-F_]*)?(?:[pP][+-]?\d+)?|inf|nan(?::0x[\da-fA-F]+)?)\b/, "number"],
        [/[+-]?\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?/, "number"],
        [/(?:offset|align)(?==)/, "attribute.name"],
        [/[a-z][\w]*\.[\w./]+/, "keyword.instruction"],
        [
          /[a-z]\w*/,
          { cases: { "@types": "type", "@control": "keyword.control", "@fields": "keyword", "@default": "" } },
        ],
        [/[()]/, "@brackets"],
      ],
      comment: [
        [/\(;/, "comment", "@push"],
        [/;\)/, "comment", "@pop"],
        [/[^(;]+|[(;]/, "comment"],
      ],
      string: [
        [/[^\\"]+/, "string"],
        [/\\(?:[\da-fA-F]{2}|u\{[\da-fA-F]+\}|[tnr"'\\])/, "string.escape"],
        [/\\./, "string.invalid"],
        [/"/, "string", "@pop"],
      ],
    },
  });
}

/** Zig: https://ziglang.org/documentation/master/#Grammar */
function addZig(): void {
  monaco.languages.register({ id: "zig", extensions: [".zig"], aliases: ["Zig"] });
  monaco.languages.setLanguageConfiguration("zig", {
    comments: { lineComment: "//" },
    brackets: [
      ["{", "}"],
      ["[", "]"],
      ["(", ")"],
    ],
    autoClosingPairs: [
      { open: "{", close: "}" },
      { open: "[", close: "]" },
      { open: "(", close: ")" },
      { open: '"', close: '"', notIn: ["string", "comment"] },
    ],
  });
  monaco.languages.setMonarchTokensProvider("zig", {
    defaultToken: "",
    keywords: [
      ...[
        "addrspace",
        "align",
        "allowzero",
        "and",
        "anyframe",
        "anytype",
        "asm",
        "async",
        "await",
        "break",
        "callconv",
      ],
      ...["catch", "comptime", "const", "continue", "defer", "else", "enum", "errdefer", "error", "export", "extern"],
      ...["fn", "for", "if", "inline", "linksection", "noalias", "noinline", "nosuspend", "opaque", "or", "orelse"],
      ...["packed", "pub", "resume", "return", "struct", "suspend", "switch", "test", "threadlocal", "try", "union"],
      ...["unreachable", "usingnamespace", "var", "volatile", "while", "true", "false", "null", "undefined"],
    ],
    tokenizer: {
      root: [
        [/\/\/.*$/, "comment"],
        [/\\\\.*$/, "string"],
        [/@"/, "identifier", "@string"],
        [/@\w+/, "keyword.builtin"],
        [
          /\b(?:[iu]\d+|[iu]size|f(?:16|32|64|80|128)|c_\w+|bool|void|noreturn|type|any(?:error|opaque)|comptime_\w+)\b/,
          "type",
        ],
        [/[a-zA-Z_]\w*/, { cases: { "@keywords": "keyword", "@default": "identifier" } }],
        [/0[xob][\da-fA-F_.]+(?:[pP][+-]?\d+)?|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/, "number"],
        [/"/, "string", "@string"],
        [/'(?:[^'\\]|\\.|\\x[\da-fA-F]{2}|\\u\{[\da-fA-F]+\})'/, "string"],
        [/[{}()[\]]/, "@brackets"],
      ],
      string: [
        [/[^\\"]+/, "string"],
        [/\\(?:x[\da-fA-F]{2}|u\{[\da-fA-F]+\}|[nrt"'\\])/, "string.escape"],
        [/\\./, "string.invalid"],
        [/"/, "string", "@pop"],
      ],
    },
  });
}
