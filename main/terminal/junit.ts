/** One check of a JUnit report. */
export interface JunitCase {
  readonly name: string;
  /** Why it failed; null: it did not. */
  readonly failure: string | null;
  /** What was found. */
  readonly output: string;
}

/** A JUnit report of one suite, as CI systems read it: https://github.com/testmoapp/junitxml */
export function junitXml(suite: string, cases: readonly JunitCase[]): string {
  const failures = cases.filter(({ failure }) => failure !== null).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0"`;
  const lines = cases.map((one) => {
    const body =
      one.failure === null
        ? `<system-out>${escaped(one.output)}</system-out>`
        : `<failure message="${escaped(one.failure)}">${escaped(one.output)}</failure>`;
    return `    <testcase classname="coldframe.${escaped(suite)}" name="${escaped(one.name)}">${body}</testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="coldframe check" ${counts}>`,
    `  <testsuite name="${escaped(suite)}" ${counts}>`,
    ...lines,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
};

/** XML 1.0 has no control characters other than these, not even escaped, and no halves of surrogate pairs. */
function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // eslint-disable-next-line no-control-regex -- control characters are what this is about
      .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, "\ufffd")
      .replace(/[&<>"\n]/g, (character) => ENTITIES[character] ?? character)
  );
}
