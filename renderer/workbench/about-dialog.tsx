import type { LinkName } from "../../preload/contract";
import { api, useAbout } from "../bridge";
import { Button, Dialog, LoadingState } from "../ui";
import { closeOverlay } from "./overlay-state";
import "./about-dialog.css";

const LINKS: readonly { readonly link: LinkName; readonly text: string }[] = [
  { link: "licence", text: "Licence" },
  { link: "wasmer", text: "Wasmer" },
  { link: "quickjs", text: "QuickJS" },
  { link: "electron", text: "Electron" },
];

/** What the program is made of. */
export function AboutDialog() {
  const about = useAbout().data;
  return (
    <Dialog title="About Coldframe" onClose={closeOverlay}>
      {about === undefined ? (
        <LoadingState label="Reading versions…" />
      ) : (
        <>
          <p className="about-line">
            Coldframe {about.version}: a workbench for edge functions. MIT licence. History and cache are in{" "}
            <code>{about.home}</code>.
          </p>
          <p className="about-line">
            Functions in JavaScript run in QuickJS, compiled to WebAssembly. WASI and WASIX programs are run by Wasmer’s
            SDK.
          </p>
          <table className="about-table">
            <thead>
              <tr>
                <th scope="col">Part</th>
                <th scope="col">Version</th>
                <th scope="col">Licence</th>
              </tr>
            </thead>
            <tbody>
              {about.components.map(({ name, version, licence }) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td>{version}</td>
                  <td>{licence}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <div className="about-actions">
            <Button
              icon="copy"
              onClick={() => {
                const lines = about.components.map(({ name, version }) => `${name} ${version}`);
                void navigator.clipboard.writeText([`Coldframe ${about.version}`, ...lines].join("\n"));
              }}
            >
              Copy versions
            </Button>
            {LINKS.map(({ link, text }) => (
              <Button key={link} kind="quiet" icon="link-external" onClick={() => void api.openLink(link)}>
                {text}
              </Button>
            ))}
          </div>
        </>
      )}
    </Dialog>
  );
}
