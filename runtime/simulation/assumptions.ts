/** What the figures of a simulated pool take for granted, a sentence each. */
export const ASSUMPTIONS = [
  "Every duration is one that the profile measured, drawn at random; nothing slower than its slowest start can come.",
  "The pool begins prewarmed, and images are made: the first call of a version after a change is not in it.",
  "Processors are shared evenly by all that computes; memory, disk and what else the machine does are not simulated.",
  "Memory is linear memory, without the threads' own; a blank sandbox is counted like a bound one, which holds more.",
  "Bills are those of a platform that starts calls as the pool did; the pool's own cost is its part of a server's memory.",
] as const;
