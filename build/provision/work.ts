/** What every step of provisioning is given. */
export interface Work {
  /** Ends the work: child processes are stopped, temporary folders removed. */
  readonly signal: AbortSignal;
  /** Told one line for each step that takes a while. */
  readonly say: (line: string) => void;
}

/** Work whose lines go to stderr: stdout belongs to what is started afterwards. */
export function workInTerminal(signal: AbortSignal): Work {
  return { signal, say: (line) => process.stderr.write(`${line}\n`) };
}
