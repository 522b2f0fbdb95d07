import { useCallback } from "react";
import type { FunctionInfo, SavedRequest } from "../../../preload/contract";
import { newRequest } from "./request-model";
import { editRequest, useRequests } from "./request-store";

const NEW = { http: newRequest(null), "api-gateway": newRequest("api-gateway"), cloudfront: newRequest("cloudfront") };

/** A function's request as it is worked on. */
export function useRequest({ path, takesEvents }: FunctionInfo): {
  readonly request: SavedRequest;
  readonly change: (change: Partial<SavedRequest>) => void;
} {
  const request = useRequests((requests) => requests.byFunction[path]) ?? NEW[takesEvents ?? "http"];
  const change = useCallback(
    (change: Partial<SavedRequest>) => {
      editRequest(path, takesEvents, change);
    },
    [path, takesEvents],
  );
  return { request, change };
}
