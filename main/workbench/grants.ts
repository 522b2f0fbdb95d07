/**
 * Hosts as `--allow-net` takes them, in the form that grants hold.
 * @throws {Error} with one line that names what is no host.
 */
export async function parseAllowedHosts(texts: readonly string[]): Promise<readonly string[]> {
  if (texts.length === 0) return [];
  const { parseAllowNet } = await import("../../runtime");
  return parseAllowNet(texts);
}
