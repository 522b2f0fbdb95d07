// A small JSON API with Hono. It keeps its data in memory, so that it lives as long as the sandbox does: fine for learning,
// but a real function stores its data elsewhere, because any request may be served by another sandbox.
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";

interface Plant {
  id: string;
  name: string;
  /** Days between two waterings. */
  waterEveryDays: number;
}

const plants = new Map<string, Plant>([["1", { id: "1", name: "Tomato", waterEveryDays: 1 }]]);
let nextId = 2;

const app = new Hono();

app.get("/plants", (c) => c.json([...plants.values()]));

app.get("/plants/:id", (c) => c.json(findPlant(c.req.param("id"))));

app.post("/plants", async (c) => {
  const plant: Plant = { id: String(nextId++), ...parsePlant(await readJson(c.req.raw)) };
  plants.set(plant.id, plant);
  return c.json(plant, 201, { location: `/plants/${plant.id}` });
});

app.put("/plants/:id", async (c) => {
  const { id } = findPlant(c.req.param("id"));
  const plant: Plant = { id, ...parsePlant(await readJson(c.req.raw)) };
  plants.set(id, plant);
  return c.json(plant);
});

app.delete("/plants/:id", (c) => {
  plants.delete(findPlant(c.req.param("id")).id);
  return c.body(null, 204);
});

// Every error leaves as JSON of one shape, so that clients need to know only one.
app.notFound((c) => c.json({ error: `there is nothing at ${c.req.method} ${c.req.path}` }, 404));
app.onError((error, c) => {
  if (error instanceof HTTPException) return c.json({ error: error.message }, error.status);
  console.error(error);
  return c.json({ error: "something went wrong" }, 500);
});

export default app;

function findPlant(id: string): Plant {
  const plant = plants.get(id);
  if (plant === undefined) throw new HTTPException(404, { message: `there is no plant ${id}` });
  return plant;
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    throw new HTTPException(400, { message: "the body is not JSON" });
  }
}

/** Never trust a body: check every field, and say all that is wrong with it. */
function parsePlant(body: unknown): Omit<Plant, "id"> {
  const { name, waterEveryDays } = (body ?? {}) as Record<string, unknown>;
  const faults: string[] = [];
  if (typeof name !== "string" || name.trim() === "") faults.push("name must be a text that is not empty");
  if (!Number.isInteger(waterEveryDays) || Number(waterEveryDays) < 1) {
    faults.push("waterEveryDays must be a whole number from 1 on");
  }
  if (faults.length > 0) throw new HTTPException(422, { message: faults.join("; ") });
  return { name: String(name).trim(), waterEveryDays: Number(waterEveryDays) };
}
