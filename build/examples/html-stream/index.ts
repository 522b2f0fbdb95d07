// Streams a page: the browser shows the top of it while the rest is still being made. The time to the first byte is that of the
// head, however slow the slowest part is.
export default {
  fetch(): Response {
    const { readable, writable } = new TransformStream<string, string>();

    // Nobody waits for this promise here: the response below leaves at once, and its body follows piece by piece.
    writePage(writable.getWriter()).catch((error: unknown) => {
      console.error("the page was not finished:", error);
    });

    return new Response(readable.pipeThrough(new TextEncoderStream()), {
      headers: { "content-type": "text/html; charset=utf-8" },
    });
  },
};

async function writePage(writer: WritableStreamDefaultWriter<string>): Promise<void> {
  try {
    await writer.write("<!doctype html>\n<title>Greenhouse</title>\n<h1>Greenhouse</h1>\n<ul>\n");
    for (const bed of ["Tomatoes", "Peppers", "Basil"]) {
      const { degrees } = await measure(bed);
      await writer.write(`<li>${escapeHtml(bed)}: ${degrees} °C</li>\n`);
    }
    await writer.write("</ul>\n");
    await writer.close();
  } catch (error) {
    // Tells the reader that the body is not complete. Otherwise half a page would look like a whole one.
    await writer.abort(error);
    throw error;
  }
}

/** Stands for a slow source, such as a database or another service. */
async function measure(bed: string): Promise<{ degrees: number }> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { degrees: 18 + bed.length };
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
