import type { PriceList, UnpricedPlatform } from "../price-list";
import awsLambda from "./aws-lambda.json" with { type: "json" };
import azureFunctions from "./azure-functions.json" with { type: "json" };
import cloudflareWorkers from "./cloudflare-workers.json" with { type: "json" };
import cloudfrontFunctions from "./cloudfront-functions.json" with { type: "json" };
import denoDeploy from "./deno-deploy.json" with { type: "json" };
import edgeReference from "./edge-reference.json" with { type: "json" };
import fastlyCompute from "./fastly-compute.json" with { type: "json" };
import googleCloudRun from "./google-cloud-run.json" with { type: "json" };
import lambdaEdge from "./lambda-edge.json" with { type: "json" };
import netlifyEdgeFunctions from "./netlify-edge-functions.json" with { type: "json" };
import netlifyFunctions from "./netlify-functions.json" with { type: "json" };
import unpriced from "./unpriced.json" with { type: "json" };
import vercelHnd1 from "./vercel-functions-hnd1.json" with { type: "json" };
import vercelIad1 from "./vercel-functions-iad1.json" with { type: "json" };
import vercelSfo1 from "./vercel-functions-sfo1.json" with { type: "json" };
import wasmerEdge from "./wasmer-edge.json" with { type: "json" };

/**
 * The price lists that Coldframe brings, the reference model first; of a platform with several regions the first is its
 * default. The compiler sees the texts of a JSON file as any text: a test checks each with `parsePriceList`.
 */
export const builtInPriceLists = [
  edgeReference,
  awsLambda,
  lambdaEdge,
  cloudfrontFunctions,
  cloudflareWorkers,
  vercelIad1,
  vercelSfo1,
  vercelHnd1,
  fastlyCompute,
  denoDeploy,
  netlifyFunctions,
  netlifyEdgeFunctions,
  googleCloudRun,
  azureFunctions,
  wasmerEdge,
] as readonly PriceList[];

/** The reference model: what is shown first. */
export const DEFAULT_PLATFORM = "edge-reference";

/** Known platforms without a public price to compute with. */
export const UNPRICED: readonly UnpricedPlatform[] = unpriced;
