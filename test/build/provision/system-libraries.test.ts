import { describe, expect, test } from "vitest";
import { packageNames } from "../../../build/provision/debian";
import { missingLibraries, packagesFor } from "../../../build/provision/system-libraries";

const LDD = `	linux-vdso.so.1 (0x00007ffd)
	libffmpeg.so => /opt/electron/libffmpeg.so (0x00007f1)
	libnss3.so => not found
	libnssutil3.so => not found
	libgtk-3.so.0 => not found
	libasound.so.2 => not found
	libmystery.so.1 => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f2)
`;

test("missing libraries become the packages that bring them, each once", () => {
  const missing = missingLibraries(LDD);
  expect(missing).toEqual(["libnss3.so", "libnssutil3.so", "libgtk-3.so.0", "libasound.so.2", "libmystery.so.1"]);
  expect(packagesFor(missing)).toEqual(["libasound2", "libgtk-3-0", "libnss3"]);
  expect(missingLibraries("	statically linked\n")).toEqual([]);
});

describe("packages have the names of the system that is there", () => {
  test.each([
    ["Debian 12", 'ID=debian\nVERSION_ID="12"', ["libasound2", "libnss3"]],
    ["Debian 13", 'ID=debian\nVERSION_ID="13"', ["libasound2t64", "libnss3"]],
    ["Ubuntu 22.04", 'VERSION_ID="22.04"\nID=ubuntu', ["libasound2", "libnss3"]],
    ["Ubuntu 24.04", 'VERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian', ["libasound2t64", "libnss3"]],
    ["unknown", "", ["libasound2", "libnss3"]],
  ])("%s", (_name, osRelease, names) => {
    expect(packageNames(["libasound2", "libnss3"], osRelease)).toEqual(names);
  });
});
