// Lambda@Edge at CloudFront's viewer request: it runs before the cache is looked at. It may answer itself, or give the
// request back, changed or not, for CloudFront to go on with.
interface CloudFrontHeaders {
  // Lower-case names; each has a list, because a header may come several times.
  [name: string]: { key?: string; value: string }[];
}

interface CloudFrontRequest {
  method: string;
  uri: string;
  querystring: string;
  headers: CloudFrontHeaders;
}

interface CloudFrontResponse {
  status: string;
  statusDescription?: string;
  headers?: CloudFrontHeaders;
  body?: string;
}

interface CloudFrontEvent {
  Records: { cf: { config: { eventType: string }; request: CloudFrontRequest } }[];
}

// Tells Coldframe to make a CloudFront event of an HTTP request, where it would make one of API Gateway. AWS takes no notice.
export const config = { event: "cloudfront" };

export async function handler(event: CloudFrontEvent): Promise<CloudFrontRequest | CloudFrontResponse> {
  const request = event.Records[0]?.cf.request;
  if (request === undefined) throw new Error("the event has no CloudFront record");

  // One address for one page, so that it is cached once.
  if (request.uri !== "/" && request.uri.endsWith("/index.html")) {
    return redirect(request.uri.slice(0, -"index.html".length), request.querystring);
  }

  // S3 knows files, not folders: a folder's page is its index.html.
  if (request.uri.endsWith("/")) request.uri += "index.html";
  else if (!lastSegment(request.uri).includes(".")) return redirect(`${request.uri}/`, request.querystring);

  return request;
}

function redirect(uri: string, querystring: string): CloudFrontResponse {
  const location = querystring === "" ? uri : `${uri}?${querystring}`;
  return {
    status: "301",
    statusDescription: "Moved Permanently",
    headers: { location: [{ key: "Location", value: location }] },
  };
}

function lastSegment(uri: string): string {
  return uri.slice(uri.lastIndexOf("/") + 1);
}
