/** What a profile consists of, in the order in which it is measured, as progress names it. */
export const STAGES = {
  starts: "starts",
  topLevel: "top level",
  imports: "imports that could be loaded later",
} as const;
