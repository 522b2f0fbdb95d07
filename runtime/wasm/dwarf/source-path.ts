/** A path from its parts, each relative to the one before it where it is not absolute; with forward slashes, and without `.` and `..`. */
export function sourcePath(parts: readonly string[]): string {
  let path = "";
  for (const part of parts) {
    const own = part.replaceAll("\\", "/");
    path = isAbsolute(own) || path === "" ? own : `${path}/${own}`;
  }
  const root = /^(?:[A-Za-z]:)?\//.exec(path)?.[0] ?? "";
  const steps: string[] = [];
  for (const step of path.slice(root.length).split("/")) {
    if (step === "..") {
      if (steps.length > 0 && steps.at(-1) !== "..") steps.pop();
      else if (root === "") steps.push(step);
    } else if (step !== "." && step !== "") steps.push(step);
  }
  return root + steps.join("/");
}

function isAbsolute(path: string): boolean {
  return /^(?:[A-Za-z]:)?\//.test(path);
}
