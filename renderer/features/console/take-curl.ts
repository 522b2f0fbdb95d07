import type { FunctionInfo } from "../../../preload/contract";
import { notify } from "../../session";
import { parseCurl } from "./curl-parse";
import { withCurl } from "./request-model";
import { replaceRequest, requestOf } from "./request-store";

/** Puts a curl command's request in place of the one that is worked on. False, with a message, where it is none. */
export function takeCurl({ path, takesEvents }: FunctionInfo, text: string): boolean {
  const parsed = parseCurl(text);
  if (!parsed.ok) {
    notify({ level: "warning", message: parsed.message, details: null });
    return false;
  }
  const request = withCurl(requestOf(path, takesEvents), parsed.request);
  replaceRequest(path, takesEvents, request, "The request is now that of the curl command.", parsed.notes);
  return true;
}
