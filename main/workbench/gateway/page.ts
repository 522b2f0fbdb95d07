import type { BuildProblem } from "../../../runtime";
import { unsaidImportChain } from "../import-chain";
import { placeOf, type Answer } from "./answer";
import type { ServedFunction } from "./gateway-types";

const STYLE = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:2rem 1rem;color:#1b1f23;background:#fff}
h1{font-size:1.4rem;margin:0 0 .5rem}
pre{font:13px/1.5 ui-monospace,monospace;padding:1rem;overflow-x:auto;border-radius:6px;background:#f3f4f6}
p.message{white-space:pre-wrap;overflow-wrap:anywhere}
footer{margin-top:2rem;font-size:.85rem;color:#57606a}
a{color:#0b5cad}
@media (prefers-color-scheme:dark){body{color:#e6e8eb;background:#16181c}pre{background:#22262c}
footer{color:#9aa4af}a{color:#7cb7ff}}`;

/** Sent with every page of the gateway's own: no script, no request, nothing but its own style. */
export const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Makes text safe in an element and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** A failure as a page for a browser: what, where, and how to see the rest. */
export function answerAsPage(answer: Answer): string {
  const parts = [
    `<h1>${escapeHtml(answer.title)}</h1>`,
    `<p class="message">${escapeHtml(answer.message)}</p>`,
    ...answer.problems.map(problemBlock),
  ];
  if (answer.stack !== null && answer.stack.trim() !== "") {
    parts.push(`<pre>${escapeHtml(answer.stack)}</pre>`);
  }
  if (answer.functions !== null) {
    parts.push(functionList(answer.functions));
  }
  const trace = answer.invocation === null ? "" : ` · coldframe trace ${escapeHtml(answer.invocation)}`;
  parts.push(`<footer>${answer.status} · ${escapeHtml(answer.code)}${trace}</footer>`);
  return page(`${answer.status} ${answer.title}`, parts.join("\n"));
}

function problemBlock(problem: BuildProblem): string {
  const lines: string[] = [];
  if (problem.location === null) {
    lines.push(problem.message);
  } else {
    const { lineText, column } = problem.location;
    lines.push(`${placeOf(problem.location)}: ${problem.message}`);
    if (lineText !== "") lines.push("", lineText, caret(lineText, column));
  }
  const importChain = unsaidImportChain(problem);
  if (importChain.length > 0) {
    lines.push("", `imported by ${importChain.join(" → ")}`);
  }
  return `<pre>${escapeHtml(lines.join("\n"))}</pre>`;
}

/** A caret under the column (1-based), with the line's own tabs so that it stands where it should. */
function caret(lineText: string, column: number): string {
  return `${lineText.slice(0, Math.max(0, column - 1)).replace(/[^\t]/g, " ")}^`;
}

function functionList(names: readonly string[]): string {
  const items = names.map((name) => `<li><a href="${escapeHtml(hrefOf(name))}">${escapeHtml(name)}</a></li>`);
  return `<ul>\n${items.join("\n")}\n</ul>`;
}

function hrefOf(name: string): string {
  return `/${encodeURIComponent(name)}`;
}

/** The folder's functions as a page. */
export function indexAsPage(functions: readonly ServedFunction[]): string {
  const body =
    functions.length === 0
      ? `<p>The folder has no function yet: add a file with a handler, or a folder with an index file.</p>`
      : functionList(functions.map((one) => one.name));
  return page("Functions", `<h1>Functions</h1>\n${body}\n<footer>Served by Coldframe, on this machine only</footer>`);
}

/** The folder's functions as JSON. `origin` is the one the client used. */
export function indexAsJson(functions: readonly ServedFunction[], origin: string): string {
  const listed = functions.map((one) => ({ name: one.name, url: origin + hrefOf(one.name), entry: one.entry }));
  return `${JSON.stringify({ functions: listed })}\n`;
}
