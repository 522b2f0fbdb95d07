import { z } from "zod";
import { CONFIDENCES } from "./price-list";
import type { PriceList } from "./price-list";
import { ARCHITECTURES } from "./usage";
import { unitSize } from "./quantity";

/** What is wrong with a value, and where in it: `meters[0].ladder[1].usd`. */
export interface SchemaProblem {
  readonly path: string;
  readonly message: string;
}

const text = z.string().trim().min(1);
const name = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "use lower-case letters, digits and hyphens");
const amount = z
  .string({ error: "write the number as text, so that it stays exact" })
  .regex(/^(0|[1-9]\d{0,19})(\.\d{1,24})?$/, "use a decimal number that is not negative, like 0.20");
const positive = amount.refine((value) => /[1-9]/.test(value), "use a number above 0");
const size = z.number().positive();
const day = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/, "use a month or a day: 2026-10, 2026-10-01");

const provenance = { source: text, readOn: day, confidence: z.enum(CONFIDENCES) };

const memory = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("configured"), minMb: z.number().min(0), maxMb: size.nullable(), stepMb: size }),
  z.strictObject({ kind: z.literal("observed"), minMb: z.number().min(0), maxMb: size.nullable(), stepMb: size }),
  z.strictObject({ kind: z.literal("tiers"), tiersMb: z.array(size).min(1).refine(ascends, "list them ascending") }),
  z.strictObject({ kind: z.literal("fixed"), mb: size }),
]);

const quantity = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("requests") }),
  z.strictObject({ kind: z.literal("ingress"), bytesPerUnit: z.int().positive() }),
  z.strictObject({ kind: z.literal("egress"), bytesPerUnit: z.int().positive() }),
  z.strictObject({
    kind: z.literal("time"),
    clock: z.enum(["wall", "cpu"]),
    unitMs: z.int().positive(),
    timesMemory: z.boolean().exactOptional(),
    timesVcpus: size.exactOptional(),
    stepMs: z.int().positive().exactOptional(),
    minimumMs: z.number().min(0).exactOptional(),
    init: z.boolean().exactOptional(),
  }),
]);

const rung = z.strictObject({ upTo: positive.nullable(), usd: amount, per: positive, ...provenance });
const ladder = z
  .array(rung)
  .min(1)
  .refine((rungs) => rungs.every(({ upTo }, at) => (upTo === null) === (at === rungs.length - 1)), {
    message: "the last rung, and only that, has upTo null",
  })
  .refine((rungs) => ascends(rungs.flatMap(({ upTo }) => (upTo === null ? [] : [Number(upTo)]))), {
    message: "upTo has to rise from rung to rung",
  });

const meter = z.strictObject({
  id: name,
  item: text,
  unit: text,
  quantity,
  ladder,
  arch: z.enum(ARCHITECTURES).exactOptional(),
  memoryMb: size.exactOptional(),
  allowance: name.exactOptional(),
  optional: z.boolean().exactOptional(),
});

const priceList = z
  .strictObject({
    schema: z.literal("coldframe/price-list@1"),
    platform: name,
    region: name.nullable(),
    title: text,
    date: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "use the month that the prices are of: 2026-10"),
    currency: z.literal("USD"),
    memory,
    meters: z.array(meter).min(1),
    allowances: z.array(
      z.strictObject({ id: name, kind: z.enum(["free", "included"]), quantity: positive, ...provenance }),
    ),
    monthly: z
      .strictObject({
        item: text,
        kind: z.enum(["fee", "minimum"]),
        usd: amount,
        usageCreditUsd: amount.exactOptional(),
        ...provenance,
      })
      .exactOptional(),
    limits: z.strictObject({
      durationMs: size.exactOptional(),
      cpuMs: size.exactOptional(),
      requestBytes: size.exactOptional(),
      responseBytes: size.exactOptional(),
    }),
    notes: z.array(text),
  })
  .superRefine((list, context) => {
    const problem = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: "custom", path, message });
    };
    list.meters.forEach(({ id, allowance, quantity }, at) => {
      if (list.meters.findIndex((other) => other.id === id) < at) problem(["meters", at, "id"], "another meter has it");
      if (allowance === undefined) return;
      const sharing = list.meters.find((other) => other.allowance === allowance);
      if (!list.allowances.some((known) => known.id === allowance)) {
        problem(["meters", at, "allowance"], `allowances has no ${allowance}`);
      } else if (sharing !== undefined && unitSize(sharing.quantity) !== unitSize(quantity)) {
        problem(["meters", at, "allowance"], `${sharing.id} draws on it too, and counts in another unit`);
      }
    });
  });

/** Checks a price list. Nothing is guessed: what is missing, unknown or not a number is a problem that names its field. */
export function parsePriceList(
  value: unknown,
):
  | { readonly ok: true; readonly list: PriceList }
  | { readonly ok: false; readonly problems: readonly SchemaProblem[] } {
  const parsed = priceList.safeParse(value);
  if (parsed.success) return { ok: true, list: parsed.data };
  return { ok: false, problems: parsed.error.issues.map(({ path, message }) => ({ path: pathText(path), message })) };
}

/** `meters[0].usd`; `the file` for the whole. */
export function pathText(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  return steps.join("").replace(/^\./, "") || "the whole";
}

function ascends(values: readonly number[]): boolean {
  return values.every((value, at) => value > (values[at - 1] ?? 0));
}
