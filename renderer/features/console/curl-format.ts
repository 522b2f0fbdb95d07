import { type CurlBody, type CurlRequest, defaultMethod } from "./curl-model";
import { quoteWord } from "./shell-words";

/** The command that makes the same request, one option a line. */
export function formatCurl({ method, url, headers, cookies, body }: CurlRequest): string {
  const options: string[][] = [];
  if (method === "HEAD" && body.kind === "none") options.push(["-I"]);
  else if (method !== defaultMethod(body)) options.push(["-X", method]);
  for (const [name, value] of headers) options.push(["-H", value === "" ? `${name};` : `${name}: ${value}`]);
  if (cookies.length > 0) options.push(["-b", cookies.map(([name, value]) => `${name}=${value}`).join("; ")]);
  options.push(...bodyOptions(body));
  const lines = [["curl", url], ...options].map((words) => words.map(quoteWord).join(" "));
  return lines.join(" \\\n  ");
}

function bodyOptions(body: CurlBody): readonly string[][] {
  switch (body.kind) {
    case "none":
      return [];
    case "text":
      return [["--data-raw", body.text]];
    case "file":
      return [["--data-binary", `@${body.name}`]];
    case "multipart":
      return body.parts.map(({ name, value, isFile }) =>
        isFile
          ? ["-F", `${name}=@"${value.replace(/["\\]/g, String.raw`\$&`)}"`]
          : // Unlike -F it takes the value as it is.
            ["--form-string", `${name}=${value}`],
      );
  }
}
