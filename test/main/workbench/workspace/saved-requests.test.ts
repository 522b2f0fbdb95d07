import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SavedRequest } from "../../../../preload/contract";
import { SAVED_REQUESTS } from "../../../../preload/contract/schemas";
import { SavedRequests } from "../../../../main/workbench/workspace/saved-requests";
import { folderOf, putFile } from "./folders";

function request(name: string, url = "/"): SavedRequest {
  return {
    name,
    mode: "http",
    method: "GET",
    url,
    query: [],
    headers: [{ name: "accept", value: "*/*", on: true }],
    cookies: [],
    body: { kind: "json", text: "{}" },
    event: "",
    env: [],
    allowNet: [],
    allowFile: [],
    start: "auto",
    memoryMb: 128,
    timeoutMs: 5000,
  };
}

test("requests are kept per function, by name, whoever asks next", async () => {
  const root = folderOf();
  const requests = new SavedRequests(root, SAVED_REQUESTS);
  expect(await requests.list("a.ts")).toEqual([]);
  await Promise.all([
    requests.save("a.ts", request("two")),
    requests.save("a.ts", request("one")),
    requests.save(".", request("own")),
  ]);
  await requests.save("a.ts", request("two", "/new"));
  const again = new SavedRequests(root, SAVED_REQUESTS);
  expect(await again.list("a.ts")).toEqual([request("one"), request("two", "/new")]);
  expect(await again.delete("a.ts", "one")).toEqual([request("two", "/new")]);
  expect(await again.list(".")).toEqual([request("own")]);
  expect(readdirSync(join(root, ".coldframe/requests")).sort()).toEqual(["a.ts.json", "index.json"]);
});

test("the file says the same in whatever order keys and requests came", async () => {
  const root = folderOf();
  const requests = new SavedRequests(root, SAVED_REQUESTS);
  const file = join(root, ".coldframe/requests/a.json");
  await requests.save("a", request("b"));
  await requests.save("a", request("a"));
  const text = readFileSync(file, "utf8");
  await requests.delete("a", "b");
  const turned = Object.fromEntries(Object.entries(request("b")).reverse()) as unknown as SavedRequest;
  await requests.save("a", turned);
  expect(readFileSync(file, "utf8")).toBe(text);
  expect(text).toMatch(/\n$/);
});

test("a file that a merge has spoilt is put aside", async () => {
  const root = folderOf();
  putFile(root, ".coldframe/requests/a.json", "<<<<<<< HEAD\n[]");
  const requests = new SavedRequests(root, SAVED_REQUESTS);
  await requests.save("a", request("new"));
  expect(await requests.list("a")).toEqual([request("new")]);
  expect(readFileSync(join(root, ".coldframe/requests/a.json.damaged"), "utf8")).toContain("<<<<<<<");
});

test("nothing is written where a link leads out of the folder", async () => {
  const [root, outside] = [folderOf(), folderOf()];
  symlinkSync(outside, join(root, ".coldframe"));
  const requests = new SavedRequests(root, SAVED_REQUESTS);
  await expect(requests.save("a", request("x"))).rejects.toMatchObject({ code: "outside-workspace" });
  expect(readdirSync(outside)).toEqual([]);
});

test.runIf(process.platform !== "win32")("a pipe in the file's place is told, and waited for by nobody", async () => {
  const root = folderOf({ ".coldframe/requests/b.json": "[]" });
  execFileSync("mkfifo", [join(root, ".coldframe/requests/a.json")]);
  const requests = new SavedRequests(root, SAVED_REQUESTS);
  await expect(requests.list("a")).rejects.toMatchObject({ code: "unreadable" });
  expect(await requests.list("b")).toEqual([]);
});
