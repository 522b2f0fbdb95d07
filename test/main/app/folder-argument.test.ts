import { resolve } from "node:path";
import { expect, test } from "vitest";
import { folderArgument } from "../../../main/app/folder-argument";

const HERE = resolve("/home/ada");

test.each<[string[], boolean, string | null]>([
  [["electron", "/coldframe"], false, null],
  [["electron", "--inspect=0", "--no-sandbox", "/coldframe"], false, null],
  [["electron", "--no-sandbox", "/coldframe", "functions"], false, resolve(HERE, "functions")],
  [["coldframe"], true, null],
  [["coldframe", "--no-sandbox", "/srv/functions"], true, resolve("/srv/functions")],
])("%j, packaged: %j, opens %j", (argv, isPackaged, folder) => {
  expect(folderArgument(argv, isPackaged, HERE)).toBe(folder);
});
