import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, KEYS } from "../../../bridge";
import { Button } from "../../../ui";
import type { Dials } from "./settings-model";
import { dialsProblem, isSame } from "./settings-model";
import { resetDials } from "./what-if-store";

/** Sets the pool as the sliders stand. It holds until the program ends, as what is set in the Pool panel does. */
export function ApplyButton({ now, dials }: { readonly now: Dials; readonly dials: Dials }) {
  const queries = useQueryClient();
  const [failure, setFailure] = useState<string | null>(null);
  const same = isSame(now, dials);
  const problem = dialsProblem(dials) ?? failure;
  const apply = async (): Promise<void> => {
    const result = await api.resizePool({ ...dials, maxUses: Number.isFinite(dials.maxUses) ? dials.maxUses : null });
    if (!result.ok) {
      setFailure(result.error.message);
      return;
    }
    setFailure(null);
    queries.setQueryData(KEYS.pool, result.value);
    resetDials();
  };
  return (
    <>
      <div className="what-if-buttons">
        <Button kind="primary" disabled={same || dialsProblem(dials) !== null} onClick={() => void apply()}>
          Apply to the pool
        </Button>
        <Button disabled={same} onClick={resetDials}>
          Reset
        </Button>
      </div>
      {problem !== null && (
        <p className="profile-failure" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
