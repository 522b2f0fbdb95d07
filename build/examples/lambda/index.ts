// A handler as AWS Lambda calls it behind API Gateway (HTTP API, payload format 2.0): an event instead of a Request.
// The fields that this function reads; the whole event has more.
interface ApiGatewayEvent {
  rawPath: string;
  queryStringParameters?: Record<string, string>;
  headers: Record<string, string>;
  requestContext: { http: { method: string } };
  body?: string;
  isBase64Encoded: boolean;
}

interface ApiGatewayResult {
  statusCode: number;
  headers?: Record<string, string>;
  body?: string;
}

interface Context {
  awsRequestId: string;
  functionName: string;
}

// What is outside of the handler runs once per sandbox: Lambda bills it as init, and so does Coldframe's trace show it.
const prices = new Map([
  ["tomato", 250],
  ["basil", 180],
]);

export async function handler(event: ApiGatewayEvent, context: Context): Promise<ApiGatewayResult> {
  const { method } = event.requestContext.http;
  if (method !== "GET") return json(405, { error: `${method} is not allowed` }, { allow: "GET" });

  const plant = event.queryStringParameters?.["plant"]?.toLowerCase() ?? "tomato";
  const cents = prices.get(plant);
  console.info(`price of ${plant}`, { requestId: context.awsRequestId });

  if (cents === undefined) return json(404, { error: `there is no price for ${plant}` });
  return json(200, { plant, cents, path: event.rawPath });
}

function json(statusCode: number, value: unknown, headers: Record<string, string> = {}): ApiGatewayResult {
  return { statusCode, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(value) };
}
