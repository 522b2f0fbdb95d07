import type { FormField, PickedFile, SavedBody } from "../../../preload/contract";
import { problemOfJson } from "./json-model";

export type EncodedBody =
  | {
      readonly ok: true;
      readonly bytes: Uint8Array | null;
      /** What the Content-Type header says where the user doesn't; null: nothing. */
      readonly contentType: string | null;
    }
  /** One line: what is wrong and what to do. */
  | { readonly ok: false; readonly message: string };

/** A body as it is sent. `files`: what was picked, by the names in the body. */
export async function encodeBody(body: SavedBody, files: Readonly<Record<string, PickedFile>>): Promise<EncodedBody> {
  switch (body.kind) {
    case "none":
      return { ok: true, bytes: null, contentType: null };
    case "text":
      return { ok: true, bytes: utf8(body.text), contentType: "text/plain;charset=UTF-8" };
    case "json": {
      // Where it breaks is said below the editor.
      if (problemOfJson(body.text) !== null) return { ok: false, message: "The body is not JSON." };
      return { ok: true, bytes: utf8(body.text), contentType: "application/json" };
    }
    case "file": {
      const file = files[body.name];
      if (file === undefined) return unpicked(body.name);
      return { ok: true, bytes: file.bytes, contentType: file.contentType };
    }
    case "form":
      return encodeForm(
        body.fields.filter(({ on, name }) => on && name !== ""),
        files,
      );
  }
}

async function encodeForm(
  fields: readonly FormField[],
  files: Readonly<Record<string, PickedFile>>,
): Promise<EncodedBody> {
  if (!fields.some(({ isFile }) => isFile)) {
    const text = new URLSearchParams(fields.map(({ name, value }): [string, string] => [name, value])).toString();
    return { ok: true, bytes: utf8(text), contentType: "application/x-www-form-urlencoded" };
  }
  const form = new FormData();
  for (const { name, value, isFile } of fields) {
    if (!isFile) form.append(name, value);
    else {
      const file = files[value];
      if (file === undefined) return unpicked(value);
      form.append(name, new Blob([new Uint8Array(file.bytes)], { type: file.contentType }), file.name);
    }
  }
  // The platform's own encoder writes the boundary and the escapes.
  const response = new Response(form);
  return {
    ok: true,
    bytes: new Uint8Array(await response.arrayBuffer()),
    contentType: response.headers.get("content-type"),
  };
}

function unpicked(name: string): EncodedBody {
  const message =
    name === "" ? "No file is chosen for the body: choose one." : `Choose “${name}” again: its content is not kept.`;
  return { ok: false, message };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
