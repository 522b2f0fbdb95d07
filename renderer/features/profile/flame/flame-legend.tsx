/** What the frames' looks mean. */
export function FlameLegend() {
  return (
    <span className="profile-quiet flame-legend">
      {KEYS.map(([name, text]) => (
        <span key={name}>
          <span className={`profile-key flame-key-${name}`} aria-hidden="true" /> {text}
        </span>
      ))}
    </span>
  );
}

const KEYS = [
  ["own", "own function"],
  ["package", "npm package"],
  ["engine", "Web API, built-in"],
  ["host", "host"],
  ["unpolled", "unpolled"],
] as const;
