import type { HeaderPair, Invocation } from "../../../runtime/model";

/** The response's headers, then the request's as they were sent. */
export function HeadersView({ invocation }: { readonly invocation: Invocation }) {
  const { response, request } = invocation;
  return (
    <div className="console-headers">
      {response === null ? (
        <p className="console-quiet">There is no response.</p>
      ) : (
        <HeaderTable caption="Response" headers={response.headers} />
      )}
      <HeaderTable caption={`Request: ${request.method} ${request.url}`} headers={request.headers} />
    </div>
  );
}

function HeaderTable({ caption, headers }: { readonly caption: string; readonly headers: readonly HeaderPair[] }) {
  return (
    <table className="console-header-table">
      <caption>{caption}</caption>
      <tbody>
        {headers.map(([name, value], index) => (
          // A name may come several times.
          <tr key={index}>
            <th scope="row" className="mono">
              {name}
            </th>
            <td className="mono">{value}</td>
          </tr>
        ))}
        {headers.length === 0 && (
          <tr>
            <td className="console-quiet">none</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
