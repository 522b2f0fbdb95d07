import { useEffect } from "react";
import { PROFILE_VIEWS, useProfileView } from "../../session";
import { Tabs } from "../../ui";
import { readForm } from "./form-model";
import { MeasuredProfile } from "./measured-profile";
import { NoFunction } from "./no-function";
import { runProfile, useProfiles } from "./profiles-store";
import { useSubject } from "./use-subject";
import type { Subject } from "./use-subject";
import type { View } from "./views";
import { VIEWS } from "./views";
import "./profile.css";

/** How long a function takes to start, and where that goes: each tab is a view of it. */
export function ProfilePanel() {
  const view = useProfileView((state) => state.view);
  const subject = useSubject();
  useAskedProfile(subject);
  return (
    <section className="profile" aria-label="Profile">
      <Tabs
        label="Views of the profile"
        tabs={PROFILE_VIEWS.map((name) => ({ name, label: VIEWS[name].label }))}
        active={view}
        onActive={(name) => {
          useProfileView.setState({ view: name });
        }}
      >
        <Content view={VIEWS[view]} subject={subject} />
      </Tabs>
    </section>
  );
}

/** Profiles when the command asked for it, and once for each time: as soon as a function is chosen. */
function useAskedProfile(subject: Subject | null): void {
  const asked = useProfileView((state) => state.asked);
  useEffect(() => {
    const { form, begun } = useProfiles.getState();
    if (subject === null || asked === begun) return;
    useProfiles.setState({ begun: asked });
    const read = readForm(form);
    if (read.ok) void runProfile(subject, read);
  }, [asked, subject]);
}

function Content({ view, subject }: { readonly view: View; readonly subject: Subject | null }) {
  if (view.of === "workspace") return <view.component />;
  if (view.of === "profile") return <MeasuredProfile subject={subject} view={view} />;
  if (subject === null) return <NoFunction />;
  return <view.component subject={subject} />;
}
