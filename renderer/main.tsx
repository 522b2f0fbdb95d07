import { focusManager, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./ui/tokens.css";
import "./ui/base.css";
import { App } from "./workbench/app";

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no root element");
// The main process is on this machine and answers with values: there is no network to wait for, and nothing to try again.
const queries = new QueryClient({
  defaultOptions: { queries: { retry: false, networkMode: "always", refetchOnWindowFocus: false } },
});
// By itself the library looks at visibility alone, and a window behind another one stays visible.
focusManager.setEventListener((onFocus) => {
  const listener = (): void => {
    onFocus();
  };
  window.addEventListener("focus", listener);
  return () => {
    window.removeEventListener("focus", listener);
  };
});
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
