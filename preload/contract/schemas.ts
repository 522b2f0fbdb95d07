import { z } from "zod";
import { MEMORY_MB, OUTCOMES, RUNS, SAMPLED_CALLS, STARTS, TIMEOUT_MS, TUNING } from "../../runtime/model";
import type { Api } from "./api";
import { EXPORT_FORMATS, LINKS, THEMES } from "./api";

/** What a call's arguments must be. They come as `unknown` from a page that might be anyone's, and only main parses them. */
export type ArgumentSchemas = { readonly [Name in keyof Api]: z.ZodType<Parameters<Api[Name]>> };

const KIB = 1024;
const MIB = 1024 * KIB;

/** A path in the workspace: relative, with `/`, without a step up. Main resolves it and checks again. */
const path = z
  .string()
  .min(1)
  .max(1024)
  .refine((text) => !/^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\0/.test(text), "not a path in the workspace");
const folder = z.string().min(1).max(4096);
const name = z.string().min(1).max(100);
const id = z.uuid();

function wholeIn({ least, most }: { readonly least: number; readonly most: number }): z.ZodNumber {
  return z.number().int().min(least).max(most);
}
const text = z.string().max(16 * MIB);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const milliseconds = z.number().int().nonnegative();
const start = z.enum(STARTS);

const headers = z
  .array(z.tuple([z.string().min(1).max(KIB), z.string().max(64 * KIB)]))
  .max(1000)
  .readonly();
const allowFile = z
  .array(
    z.object({
      name: z.string().max(KIB),
      path: z
        .string()
        .min(1)
        .max(4 * KIB),
    }),
  )
  .max(100);
const grants = z.object({
  env: z.record(z.string().min(1).max(KIB), z.string().max(MIB)),
  allowNet: z.array(z.string().min(1).max(300)).max(100),
  allowFile: allowFile.exactOptional(),
  memoryMb: wholeIn(MEMORY_MB),
  timeoutMs: wholeIn(TIMEOUT_MS),
});
const input = z.discriminatedUnion("trigger", [
  z.object({
    trigger: z.literal("http"),
    method: z.string().min(1).max(50),
    url: z.string().min(1).max(MIB),
    headers,
    body: z
      .instanceof(Uint8Array)
      .refine((bytes) => bytes.byteLength <= 256 * MIB, "a body of 256 MiB at most")
      .nullable(),
  }),
  z.object({ trigger: z.literal("event"), event: z.json() }),
]);

const field = z.object({ name: z.string().max(KIB), value: z.string().max(MIB), on: z.boolean() });
const fields = z.array(field).max(1000);
const formFields = z.array(field.extend({ isFile: z.boolean() })).max(1000);
const savedRequest = z.object({
  name,
  mode: z.enum(["http", "event"]),
  method: z.string().max(50),
  url: z.string().max(MIB),
  query: fields,
  headers: fields,
  cookies: fields,
  body: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("none") }),
    z.object({ kind: z.enum(["json", "text"]), text }),
    z.object({ kind: z.literal("form"), fields: formFields }),
    z.object({ kind: z.literal("file"), name: z.string().max(KIB) }),
  ]),
  event: text,
  env: fields,
  allowNet: z.array(z.string().max(300)).max(100),
  // Requests were saved without it once.
  allowFile: allowFile.default([]),
  start: z.enum(["auto", ...STARTS]),
  memoryMb: wholeIn(MEMORY_MB),
  timeoutMs: wholeIn(TIMEOUT_MS),
});

/** A file of saved requests. */
export const SAVED_REQUESTS = z.array(savedRequest);

const filter = {
  functionName: z.string().max(KIB).nullable(),
  version: z.string().max(100).nullable(),
  outcome: z.enum([...OUTCOMES, "running"]).nullable(),
  start: start.nullable(),
  sinceMs: milliseconds.nullable(),
  untilMs: milliseconds.nullable(),
  text: z.string().max(10_000),
};

const MOST_IDS = 100_000;

const profileTerms = {
  id,
  callId: id.nullable(),
  starts: z
    .array(start)
    .min(1)
    .refine((starts) => new Set(starts).size === starts.length, "a start twice"),
  runs: wholeIn(RUNS),
};
const compareOperand = z.discriminatedUnion("type", [
  z.object({ type: z.literal("profile"), id }),
  z.object({ type: z.literal("function"), path }),
]);

const module = z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= 100 * MIB, "a module of 100 MiB at most");
const draft = z.object({ path, text, basedOn: hash.nullable() });
const none = z.tuple([]);

export const ARGUMENTS = {
  about: none,
  settings: none,
  saveSettings: z.tuple([
    z.object({
      theme: z.enum(THEMES).nullable(),
      editorFontSize: z.number().int().min(8).max(40).nullable(),
      formatOnSave: z.boolean().nullable(),
      platforms: z.array(name).max(100).nullable(),
    }),
  ]),
  openLink: z.tuple([z.enum(LINKS)]),
  toolchains: none,
  workspace: none,
  pickFolder: none,
  openFolder: z.tuple([folder]),
  forgetFolder: z.tuple([folder]),
  createFunction: z.tuple([z.object({ example: name, name })]),
  listFiles: none,
  readFile: z.tuple([path]),
  writeFile: z.tuple([z.object({ path, text, basedOn: hash.nullable() })]),
  createFolder: z.tuple([path]),
  renameFile: z.tuple([z.object({ from: path, to: path })]),
  deleteFile: z.tuple([path]),
  drafts: none,
  saveDraft: z.tuple([draft]),
  dropDraft: z.tuple([path]),
  layout: none,
  saveLayout: z.tuple([z.string().max(MIB).nullable()]),
  typeFiles: z.tuple([path]),
  inspectModule: z.tuple([path]),
  disassemble: z.tuple([z.object({ path, index: z.number().int().nonnegative() })]),
  addModule: z.tuple([z.object({ name: z.string().min(1).max(255), bytes: module })]),
  pickModule: none,
  build: z.tuple([z.object({ id, path })]),
  checkUnsaved: z.tuple([z.object({ id, path, texts: z.array(z.object({ path, text })).max(100) })]),
  invoke: z.tuple([z.object({ id, path, input, grants, start: z.enum(["auto", ...STARTS]) })]),
  cancel: z.tuple([id]),
  replay: z.tuple([z.object({ id, newId: id })]),
  savedRequests: z.tuple([path]),
  saveRequest: z.tuple([path, savedRequest]),
  deleteRequest: z.tuple([path, name]),
  pickFile: none,
  pickGrantedFile: none,
  saveResponse: z.tuple([id]),
  history: z.tuple([
    z.object({ ...filter, offset: z.number().int().nonnegative(), limit: z.number().int().min(1).max(500) }),
  ]),
  historyFunctions: none,
  invocation: z.tuple([id]),
  historyIds: z.tuple([
    z.object({ ...filter, offset: z.number().int().nonnegative(), limit: z.number().int().min(1).max(MOST_IDS) }),
  ]),
  deleteInvocations: z.tuple([z.object({ id, ids: z.array(id).max(MOST_IDS) })]),
  exportInvocations: z.tuple([
    z.object({
      id,
      format: z.enum(EXPORT_FORMATS),
      ids: z.array(id).max(MOST_IDS).nullable(),
      filter: z.object(filter),
    }),
  ]),
  pool: none,
  prewarm: z.tuple([z.object({ id, count: z.number().int().min(0).max(1000) })]),
  drain: z.tuple([id]),
  resizePool: z.tuple([
    z.object({
      maxPool: z.number().int().min(0).max(1000),
      maxSandboxes: z.number().int().min(1).max(1000),
      maxQueue: z.number().int().min(0).max(1_000_000),
      idleMs: z.number().int().min(100).max(86_400_000),
      maxUses: z.number().int().min(1).nullable(),
    }),
  ]),
  pricing: none,
  calibrate: z.tuple([
    z.object({
      platform: name,
      pairs: z.array(z.object({ localMs: z.number().positive(), deployedMs: z.number().positive() })).max(100_000),
    }),
  ]),
  removeCalibration: z.tuple([name]),
  tune: z.tuple([
    z.object({
      id,
      invocationId: id,
      tiers: z
        .array(wholeIn(MEMORY_MB))
        .min(1)
        .max(TUNING.mostTiers)
        .refine((tiers) => tiers.every((tier, at) => at === 0 || tier > (tiers[at - 1] ?? 0)), "not ascending"),
      rounds: wholeIn(TUNING.runs),
    }),
  ]),
  callFacts: z.tuple([id]),
  profile: z.tuple([z.object({ ...profileTerms, path })]),
  profileTogether: z.tuple([
    z.object({
      ...profileTerms,
      paths: z
        .array(path)
        .min(2)
        .max(6)
        .refine((paths) => new Set(paths).size === paths.length, "a function twice"),
    }),
  ]),
  profileCpu: z.tuple([z.object({ id, path, callId: id.nullable(), calls: wholeIn(SAMPLED_CALLS).nullable() })]),
  savedProfiles: none,
  readProfile: z.tuple([id]),
  saveProfile: z.tuple([z.object({ id, name: z.string().min(1).max(KIB) })]),
  renameProfile: z.tuple([z.object({ id, name: z.string().min(1).max(KIB) })]),
  deleteProfile: z.tuple([id]),
  importProfile: none,
  exportProfile: z.tuple([id]),
  versions: z.tuple([path]),
  compareProfiles: z.tuple([
    z.object({ ...profileTerms, operands: z.tuple([compareOperand, compareOperand]), anew: z.boolean() }),
  ]),
} satisfies ArgumentSchemas;
