import { useEffect, useRef, useState } from "react";
import type { Answer, Question } from "./simulation-protocol";
import SimulationWorker from "./simulation.worker?worker";

export interface Simulation {
  /** Null until the first one is there. */
  readonly answer: Answer | null;
  /** Another one is being made: what is shown is of other settings. */
  readonly isStale: boolean;
}

/** Asks the worker whenever the question changes; null asks nothing. The question must stay the same object while it does. */
export function useSimulation(question: Omit<Question, "id"> | null): Simulation {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [askedId, setAskedId] = useState(0);
  const worker = useRef<Worker | null>(null);
  const lastId = useRef(0);
  useEffect(() => {
    const started = new SimulationWorker();
    worker.current = started;
    started.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      setAnswer(data);
    });
    return () => {
      started.terminate();
      worker.current = null;
    };
  }, []);
  useEffect(() => {
    if (question === null) return;
    lastId.current += 1;
    setAskedId(lastId.current);
    worker.current?.postMessage({ ...question, id: lastId.current } satisfies Question);
  }, [question]);
  return { answer, isStale: answer !== null && answer.id !== askedId };
}
