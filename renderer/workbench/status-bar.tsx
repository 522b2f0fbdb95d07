import { lazy, Suspense, useEffect, useState } from "react";
import { useInvocation } from "../bridge";
import type { Task } from "../session";
import {
  runCommand,
  selectInvocation,
  showPanel,
  useCalls,
  useEditing,
  useNotifications,
  useProblems,
  useSelection,
  useTasks,
} from "../session";
import { formatCount, formatDuration, formatInteger, Icon, IconButton, OutcomeBadge, StartBadge } from "../ui";
import { openOverlay } from "./overlay-state";
import "./bars.css";

const SHOW_TASK_AFTER_MS = 1_000;

/** Problems, the last call, running work, messages, and where the cursor is. */
export function StatusBar() {
  const unread = useNotifications((state) => state.all.filter((notification) => !notification.read).length);
  const cursor = useEditing((state) => state.cursor);
  const tasks = useTasks((state) => state.running);
  return (
    <footer className="status-bar">
      <ProblemCount />
      <LastCall />
      <RunningCall />
      <span className="status-bar-middle">
        {tasks.map((task) => (
          <RunningTask key={task.id} task={task} />
        ))}
      </span>
      <SelectedPrice />
      {cursor !== null && (
        <span>
          Ln {cursor.line}, Col {cursor.column}
        </span>
      )}
      <button
        type="button"
        className="bar-button"
        title="Show notifications"
        onClick={() => {
          openOverlay("notifications");
        }}
      >
        <Icon name={unread > 0 ? "bell-dot" : "bell"} />
        {unread > 0 ? formatCount(unread, "new message") : <span className="visually-hidden">Notifications</span>}
      </button>
    </footer>
  );
}

function ProblemCount() {
  const problems = useProblems((state) => state.all);
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const warnings = problems.length - errors;
  return (
    <button
      type="button"
      className="bar-button"
      title="Show problems"
      onClick={() => {
        showPanel("problems");
      }}
    >
      <Icon name="error" /> {errors}
      <span className="visually-hidden">{errors === 1 ? "error" : "errors"}</span>
      <Icon name="warning" /> {warnings}
      <span className="visually-hidden">{warnings === 1 ? "warning" : "warnings"}</span>
    </button>
  );
}

function LastCall() {
  const id = useCalls((state) => state.lastId);
  const invocation = useInvocation(id).data;
  if (invocation === undefined) return <span className="status-bar-quiet">no call yet</span>;
  return (
    <button
      type="button"
      className="bar-button"
      title="Select the last call and show its trace"
      onClick={() => {
        selectInvocation(invocation.id);
        showPanel("trace");
      }}
    >
      last: {formatDuration(invocation.usage.wallUs)} <StartBadge start={invocation.start} />
      {invocation.outcome !== "ok" && <OutcomeBadge outcome={invocation.outcome} />}
    </button>
  );
}

/** By its own file: the cost panel's code is not needed for one price, and none of it before the first call. */
const CallPrice = lazy(async () => ({ default: (await import("../features/cost/call-price")).CallPrice }));

/** Of the call that is selected, or else the last one. */
function SelectedPrice() {
  const selected = useSelection((state) => state.invocationId);
  const last = useCalls((state) => state.lastId);
  const invocation = useInvocation(selected ?? last).data;
  if (invocation === undefined) return null;
  return (
    <Suspense fallback={null}>
      <CallPrice invocation={invocation} />
    </Suspense>
  );
}

/** A call that takes its time, wherever it was made. */
function RunningCall() {
  const running = useCalls((state) => state.running);
  if (running === null) return null;
  return (
    <RunningTask
      key={running.id}
      task={{
        id: running.id,
        title: "Calling…",
        startedAtMs: running.startedAtMs,
        progress: null,
        cancel: () => {
          runCommand("run.cancel");
        },
      }}
    />
  );
}

function RunningTask({ task }: { readonly task: Task }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setShown(true);
    }, SHOW_TASK_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  if (!shown) return null;
  return (
    <span className="status-bar-task">
      <span role="status">
        <Icon name="loading" /> {task.title}
      </span>
      {task.progress !== null && (
        <>
          <progress aria-label={task.title} value={task.progress.done} max={task.progress.total} />
          {task.progress.stage !== null && `${task.progress.stage}, `}
          {formatInteger(task.progress.done)} of {formatInteger(task.progress.total)}
        </>
      )}
      {task.cancel !== null && <IconButton icon="close" label={`Cancel: ${task.title}`} onClick={task.cancel} />}
    </span>
  );
}
