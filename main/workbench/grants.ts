/** Hosts in the form that grants hold, or one line that names what is no host and what to write instead. */
export type AllowedHosts =
  { readonly ok: true; readonly hosts: readonly string[] } | { readonly ok: false; readonly message: string };

/** Hosts as `--allow-net` takes them. */
export async function parseAllowedHosts(texts: readonly string[]): Promise<AllowedHosts> {
  if (texts.length === 0) return { ok: true, hosts: [] };
  const { parseAllowNet } = await import("../../runtime");
  const hosts: string[] = [];
  for (const text of texts) {
    const parsed = parseAllowNet(text);
    if (!parsed.ok) return parsed;
    hosts.push(parsed.entry);
  }
  return { ok: true, hosts };
}
