const DIRECTIVES: Readonly<Record<string, string>> = {
  "default-src": "'none'",
  // No inline script, no eval: what runs is what was built.
  "script-src": "'self'",
  // Monaco's language services.
  "worker-src": "'self'",
  // Monaco and the docking library measure and place by `style` attributes and style elements of their own; without script
  // and without a network to send to, a style can do no more than look wrong.
  "style-src": "'self' 'unsafe-inline'",
  "font-src": "'self'",
  // Pictures of responses, from bytes that the page holds.
  "img-src": "'self' data: blob:",
  "connect-src": "'self'",
  // The preview of a response is a sandboxed `srcdoc` frame, which no directive governs; it inherits this policy. No other
  // page can be framed.
  "frame-src": "'none'",
  "object-src": "'none'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
};

/** Sent with every file of the window. */
export const CONTENT_SECURITY_POLICY = Object.entries(DIRECTIVES)
  .map(([name, value]) => `${name} ${value}`)
  .join("; ");
