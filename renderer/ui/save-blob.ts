/** Hands a file over as a download; where to, the program asks the user. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has read the address by then.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
