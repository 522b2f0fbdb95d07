import { fullTitle } from "../../../runtime/cost";
import { useLayoutEffect, useRef } from "react";
import type { PricingReport } from "../../../preload/contract";
import { useSaveSettings } from "../../bridge";
import { notifyFailure } from "../../session";
import { Button, Checkbox, Dialog, IconButton } from "../../ui";
import { chosenName, unknownNames } from "./pricing-model";

/** Which platforms bills are shown for, in which order: the first is the one in the status bar. */
export function PlatformsDialog({
  pricing,
  names,
  onClose,
}: {
  readonly pricing: PricingReport;
  /** Those chosen now. */
  readonly names: readonly string[];
  readonly onClose: () => void;
}) {
  const save = useSaveSettings(notifyFailure);
  const { lists } = pricing;
  const choices = [
    ...lists.map((list) => ({ name: chosenName(list, lists), title: fullTitle(list) })),
    ...unknownNames(pricing, names).map((name) => ({ name, title: `${name} (there is no price list of it any more)` })),
  ];
  const list = useRef<HTMLUListElement>(null);
  const changed = useRef<string | null>(null);
  const choose = (name: string, platforms: readonly string[]): void => {
    changed.current = name;
    save({ platforms });
  };
  // A row that moves loses the focus, and its button may be gone: the keyboard goes on where the platform is now.
  useLayoutEffect(() => {
    if (changed.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-name=${CSS.escape(changed.current)}] input`)?.focus();
    changed.current = null;
  }, [names]);
  return (
    <Dialog title="Platforms" onClose={onClose} actions={<Button onClick={onClose}>Done</Button>}>
      <p className="cost-quiet cost-paragraph">
        Bills are shown for these, in this order; the first one’s price is in the status bar.
      </p>
      <ul ref={list} className="cost-platforms" aria-label="Platforms">
        {[...choices.filter(({ name }) => names.includes(name))]
          .sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name))
          .concat(choices.filter(({ name }) => !names.includes(name)))
          .map(({ name, title }) => (
            <li key={name} data-name={name}>
              <Checkbox
                label={title}
                checked={names.includes(name)}
                onChange={(event) => {
                  choose(name, event.target.checked ? [...names, name] : names.filter((known) => known !== name));
                }}
              />
              {names.includes(name) && names[0] !== name && (
                <IconButton
                  icon="arrow-up"
                  label={`Put ${title} first`}
                  onClick={() => {
                    choose(name, [name, ...names.filter((known) => known !== name)]);
                  }}
                />
              )}
            </li>
          ))}
      </ul>
    </Dialog>
  );
}
