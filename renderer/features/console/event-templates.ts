import type { TakenEvents } from "../../../preload/contract";

/** An event as a service of AWS sends it, to start from. Shapes: the services' pages in the AWS Lambda developer guide. */
export interface EventTemplate {
  readonly name: string;
  /** JSON text, indented. */
  readonly text: string;
}

function template(name: string, event: unknown): EventTemplate {
  return { name, text: JSON.stringify(event, null, 2) };
}

const API_CONTEXT = {
  accountId: "123456789012",
  apiId: "api-id",
  domainName: "id.execute-api.us-east-1.amazonaws.com",
  domainPrefix: "id",
  requestId: "JKJaXmPLvHcESHA=",
  routeKey: "$default",
  stage: "$default",
  time: "12/Mar/2025:19:03:58 +0000",
  timeEpoch: 1_741_806_238_000,
} as const;

function apiHttp(method: string, path: string) {
  return { method, path, protocol: "HTTP/1.1", sourceIp: "203.0.113.178", userAgent: "curl/8.14.1" };
}

/** API Gateway's HTTP API and function URLs, payload format 2.0. */
const API_GET = template("API Gateway v2: GET", {
  version: "2.0",
  routeKey: "$default",
  rawPath: "/",
  rawQueryString: "plant=basil",
  cookies: ["session=abc123"],
  headers: { accept: "*/*", host: "id.execute-api.us-east-1.amazonaws.com", "user-agent": "curl/8.14.1" },
  queryStringParameters: { plant: "basil" },
  requestContext: { ...API_CONTEXT, http: apiHttp("GET", "/") },
  isBase64Encoded: false,
});

const API_POST = template("API Gateway v2: POST", {
  version: "2.0",
  routeKey: "$default",
  rawPath: "/plants",
  rawQueryString: "",
  headers: {
    accept: "application/json",
    "content-length": "19",
    "content-type": "application/json",
    host: "id.execute-api.us-east-1.amazonaws.com",
    "user-agent": "curl/8.14.1",
  },
  requestContext: { ...API_CONTEXT, http: apiHttp("POST", "/plants") },
  body: '{"name":"Rosemary"}',
  isBase64Encoded: false,
});

const CLOUDFRONT = template("CloudFront: viewer request", {
  Records: [
    {
      cf: {
        config: {
          distributionDomainName: "d111111abcdef8.cloudfront.net",
          distributionId: "EDFDVBD6EXAMPLE",
          eventType: "viewer-request",
          requestId: "4TyzHTaYWb1GX1qTfsHhEqV6HUDd_BzoBZnwfnvQc_1oF26ClkoUSEQ==",
        },
        request: {
          clientIp: "203.0.113.178",
          headers: {
            host: [{ key: "Host", value: "d111111abcdef8.cloudfront.net" }],
            "user-agent": [{ key: "User-Agent", value: "curl/8.14.1" }],
            accept: [{ key: "accept", value: "*/*" }],
          },
          method: "GET",
          querystring: "",
          uri: "/plants/",
        },
      },
    },
  ],
});

const SCHEDULED = template("EventBridge: scheduled", {
  version: "0",
  id: "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
  "detail-type": "Scheduled Event",
  source: "aws.events",
  account: "123456789012",
  time: "2025-10-08T16:53:06Z",
  region: "us-east-1",
  resources: ["arn:aws:events:us-east-1:123456789012:rule/my-scheduled-rule"],
  detail: {},
});

const SQS = template("SQS: message", {
  Records: [
    {
      messageId: "059f36b4-87a3-44ab-83d2-661975830a7d",
      receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
      body: "Water the tomatoes",
      attributes: {
        ApproximateReceiveCount: "1",
        SentTimestamp: "1545082649183",
        SenderId: "AIDAIENQZJOLO23YVJ4VO",
        ApproximateFirstReceiveTimestamp: "1545082649185",
      },
      messageAttributes: {},
      md5OfBody: "2589e9f07709cfa5dbfb74c1c2554ddb",
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-2:123456789012:my-queue",
      awsRegion: "us-east-2",
    },
  ],
});

const S3_PUT = template("S3: object put", {
  Records: [
    {
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "us-east-2",
      eventTime: "2019-09-03T19:37:27.192Z",
      eventName: "ObjectCreated:Put",
      userIdentity: { principalId: "AWS:AIDAINPONIXQXHT3IKHL2" },
      requestParameters: { sourceIPAddress: "203.0.113.255" },
      responseElements: {
        "x-amz-request-id": "D82B88E5F771F645",
        "x-amz-id-2": "vlR7PnpV2Ce81l0PRw6jlUpck7Jo5ZsQjryTjKlc5aLWGVHPZLj5NeC6qMa0emYBDXOo6QBU0Wo=",
      },
      s3: {
        s3SchemaVersion: "1.0",
        configurationId: "828aa6fc-f7b5-4305-8584-487c791949c1",
        bucket: {
          name: "amzn-s3-demo-bucket",
          ownerIdentity: { principalId: "A3I5XTEXAMAI3E" },
          arn: "arn:aws:s3:::amzn-s3-demo-bucket",
        },
        object: {
          key: "photos/basil.jpg",
          size: 1_305_107,
          eTag: "b21b84d653bb07b05b1e6b33684dc11b",
          sequencer: "0C0F6F405D6ED209E1",
        },
      },
    },
  ],
});

/** What a handler is called with before anyone said otherwise. */
export function usualEvent(source: TakenEvents | null): string {
  return source === "cloudfront" ? CLOUDFRONT.text : API_GET.text;
}

export const EVENT_TEMPLATES = [API_GET, API_POST, CLOUDFRONT, SCHEDULED, SQS, S3_PUT] as const;
