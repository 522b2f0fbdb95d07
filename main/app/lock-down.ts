import type { Session, WebContents } from "electron";
import { app, session } from "electron";
import { isOwnUrl } from "./origin";

/** What a page may be granted: to put text into the clipboard when the user asks for it. Reading it is by the user's paste. */
const GRANTED: readonly string[] = ["clipboard-sanitized-write"];
/** Where what the page loads may come from. The developer tools are Chromium's own page. */
const LOCAL_PROTOCOLS: readonly string[] = ["blob:", "data:", "devtools:"];

/**
 * To be called before Electron is ready: no host name resolves in Chromium. A function's own calls are made by the runtime; the
 * window has no business on any network, and so no gap in a policy can become a leak.
 */
export function cutNetwork(): void {
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
}

/** Holds every page of the program, also one that comes to be by mistake, to its place. */
export function lockDown(): void {
  lockSession(session.defaultSession);
  app.on("web-contents-created", (_event, contents) => {
    lockContents(contents);
  });
}

function lockSession(own: Session): void {
  own.setPermissionRequestHandler((contents, permission, decide, details) => {
    decide(isGranted(contents, permission, details.requestingUrl, details.isMainFrame));
  });
  own.setPermissionCheckHandler((contents, permission, origin, details) =>
    isGranted(contents, permission, details.requestingUrl ?? origin, details.isMainFrame),
  );
  own.setDevicePermissionHandler(() => false);
  own.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !isLocal(details.url) });
  });
  // A page may save what it made itself (a chart as a picture); where to, the user is asked.
  own.on("will-download", (event, item) => {
    if (!item.getURL().startsWith("blob:") && !item.getURL().startsWith("data:")) event.preventDefault();
  });
}

function isGranted(contents: WebContents | null, permission: string, url: string, isMainFrame: boolean): boolean {
  return contents !== null && isMainFrame && isOwnUrl(url) && GRANTED.includes(permission);
}

/** Whether a request stays in the program. */
export function isLocal(url: string): boolean {
  return isOwnUrl(url) || LOCAL_PROTOCOLS.some((protocol) => url.startsWith(protocol));
}

function lockContents(contents: WebContents): void {
  contents.on("will-navigate", (event) => {
    event.preventDefault();
  });
  contents.on("will-redirect", (event) => {
    event.preventDefault();
  });
  contents.on("will-frame-navigate", (event) => {
    // A preview's own document; all that it links to stays a link.
    if (event.isMainFrame || event.url !== "about:srcdoc") event.preventDefault();
  });
  contents.on("will-attach-webview", (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
}
