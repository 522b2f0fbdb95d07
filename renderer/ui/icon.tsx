import "@vscode/codicons/dist/codicon.css";

/** One of VS Code's icons by its name, such as `play`. Decoration: what it means is said in words beside it. */
export function Icon({ name }: { readonly name: string }) {
  return <span className={`codicon codicon-${name}`} aria-hidden="true" />;
}
