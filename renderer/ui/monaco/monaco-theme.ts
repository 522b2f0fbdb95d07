import { monaco } from "./monaco";

const THEME = "coldframe";

/** Gives Monaco the colours of tokens.css, now and after each change of theme. */
export function followTheme(): void {
  applyTheme();
  new MutationObserver(applyTheme).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme"],
  });
}

function applyTheme(): void {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => hexOf(style.getPropertyValue(`--${name}`).trim());
  const name = document.documentElement.dataset.theme;
  const base = name === "high-contrast" ? "hc-black" : style.colorScheme.includes("dark") ? "vs-dark" : "vs";
  monaco.editor.defineTheme(THEME, { base, inherit: true, rules: tokenRules(color), colors: editorColors(color) });
  monaco.editor.setTheme(THEME);
}

/** Monaco knows colours as #rrggbb alone. */
function hexOf(color: string): string {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(color);
  return short === null
    ? color
    : `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join("")}`;
}

function tokenRules(color: (name: string) => string): monaco.editor.ITokenThemeRule[] {
  const rule = (token: string, name: string): monaco.editor.ITokenThemeRule => ({
    token,
    foreground: color(name).slice(1),
  });
  return [
    rule("", "text-color"),
    rule("comment", "text-quiet"),
    rule("keyword", "start-prewarmed"),
    rule("string", "outcome-ok"),
    rule("string.key.json", "start-cold"),
    rule("string.value.json", "outcome-ok"),
    rule("keyword.json", "start-prewarmed"),
    rule("number", "start-warm"),
    rule("regexp", "outcome-limit"),
    rule("type", "start-cold"),
    rule("type.identifier", "start-cold"),
    rule("tag", "start-prewarmed"),
    rule("attribute.name", "start-cold"),
    rule("attribute.value", "outcome-ok"),
    rule("delimiter", "text-color"),
  ];
}

function editorColors(color: (name: string) => string): Record<string, string> {
  return {
    "editor.background": color("ground"),
    "editor.foreground": color("text-color"),
    "editorCursor.foreground": color("accent"),
    "editorLineNumber.foreground": color("text-quiet"),
    "editorLineNumber.activeForeground": color("text-color"),
    "editor.selectionBackground": color("ground-selected"),
    "editor.inactiveSelectionBackground": color("ground-hover"),
    "editor.lineHighlightBackground": color("ground-raised"),
    "editorGutter.background": color("ground"),
    "editorWidget.background": color("ground-raised"),
    "editorWidget.border": color("border-strong"),
    "editorHoverWidget.background": color("ground-raised"),
    "editorHoverWidget.border": color("border-strong"),
    "editorSuggestWidget.background": color("ground-raised"),
    "editorSuggestWidget.border": color("border-strong"),
    "editorSuggestWidget.foreground": color("text-color"),
    "editorSuggestWidget.selectedBackground": color("ground-selected"),
    "editorSuggestWidget.selectedForeground": color("text-color"),
    "editorSuggestWidget.highlightForeground": color("accent"),
    "list.hoverBackground": color("ground-hover"),
    "list.activeSelectionBackground": color("ground-selected"),
    "list.activeSelectionForeground": color("text-color"),
    "input.background": color("ground"),
    "input.foreground": color("text-color"),
    "input.border": color("border-strong"),
    focusBorder: color("focus"),
    "editorError.foreground": color("outcome-guest"),
    "editorWarning.foreground": color("outcome-limit"),
    "editorIndentGuide.background1": color("border"),
    "editorBracketMatch.border": color("border-strong"),
    "diffEditor.border": color("border"),
    "menu.background": color("ground-raised"),
    "menu.foreground": color("text-color"),
    "menu.border": color("border-strong"),
    "menu.selectionBackground": color("ground-selected"),
    "menu.selectionForeground": color("text-color"),
  };
}
