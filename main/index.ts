import { startDesktop } from "./app/desktop";

/** The desktop entry. Electron is ready only when this module has been loaded, so that what must come before it can. */
startDesktop();
