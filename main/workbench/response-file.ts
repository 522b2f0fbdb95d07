import type { Invocation } from "../../runtime";

const EXTENSIONS: Readonly<Record<string, string>> = {
  "application/json": ".json",
  "application/javascript": ".js",
  "application/pdf": ".pdf",
  "application/wasm": ".wasm",
  "application/xml": ".xml",
  "application/zip": ".zip",
  "image/gif": ".gif",
  "image/jpeg": ".jpg",
  "image/png": ".png",
  "image/svg+xml": ".svg",
  "image/webp": ".webp",
  "text/css": ".css",
  "text/csv": ".csv",
  "text/html": ".html",
  "text/javascript": ".js",
  "text/plain": ".txt",
};

/** A name for a response's body as a file: what the URL ends in, or else the function's name, with an extension by its type. */
export function suggestedFileName({ functionName, request, response }: Invocation): string {
  const last = URL.canParse(request.url) ? decoded(new URL(request.url).pathname.split("/").at(-1) ?? "") : "";
  const name = (last === "" ? functionName : last).replace(/[^\w.-]+/g, "-").replace(/^[.-]+/, "") || "response";
  if (/\.\w{1,8}$/.test(name)) return name;
  return name + (EXTENSIONS[mediaType(response?.headers ?? [])] ?? ".bin");
}

function mediaType(headers: readonly (readonly [string, string])[]): string {
  const found = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  return (found.split(";")[0] ?? "").trim().toLowerCase();
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
