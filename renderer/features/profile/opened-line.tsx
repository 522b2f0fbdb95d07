import { Button, Icon } from "../../ui";
import { closeProfile } from "./profiles-store";

/** Says that a saved profile is looked at instead of the chosen function's latest, and leads back. */
export function OpenedLine({ name }: { readonly name: string }) {
  return (
    <p className="profile-line profile-opened">
      <Icon name="bookmark" />
      <span>
        <strong>{name}</strong>, a saved profile
      </span>
      <Button kind="quiet" icon="close" onClick={closeProfile}>
        Close
      </Button>
    </p>
  );
}
