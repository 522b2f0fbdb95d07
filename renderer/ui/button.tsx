import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { Icon } from "./icon";
import "./button.css";

interface ButtonProps extends ComponentProps<"button"> {
  /** `primary`: the one thing to do here. `quiet`: without a border until it is pointed at. */
  readonly kind?: "primary" | "plain" | "quiet" | "danger";
  readonly icon?: string;
  /** As the user would press it, such as `Ctrl+Enter`; shown in the tooltip. */
  readonly shortcut?: string | undefined;
}

export function Button({ kind = "plain", icon, shortcut, className, children, title, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames("button", `button-${kind}`, className)}
      title={tooltip(title, shortcut)}
      aria-keyshortcuts={shortcut}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends ComponentProps<"button"> {
  readonly icon: string;
  /** Says what it does: the accessible name and the tooltip. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  /** For a button that is on or off. */
  readonly pressed?: boolean;
}

export function IconButton({ icon, label, shortcut, pressed, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames("icon-button", pressed === true && "icon-button-pressed", className)}
      aria-label={label}
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut}
      title={tooltip(label, shortcut)}
    >
      <Icon name={icon} />
    </button>
  );
}

function tooltip(label: string | undefined, shortcut: string | undefined): string | undefined {
  if (shortcut === undefined) return label;
  return label === undefined ? shortcut : `${label} (${shortcut})`;
}
