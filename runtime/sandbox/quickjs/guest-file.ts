/** How the guest's own Web APIs are named in stacks; such frames are left out of what a user sees of an error. */
export const GUEST_FILE = "coldframe:guest";
