import type { RefObject } from "react";
import { Button } from "../button";
import { saveBlob } from "../save-blob";
import { picturePng } from "./png";
import type { Picture } from "./shapes";

/** What every chart offers: the table behind it, its picture and its figures as files. */
export function ChartButtons({
  asTable,
  onAsTable,
  picture,
  host,
  csv,
  fileName,
  onFailure,
}: {
  readonly asTable: boolean;
  readonly onAsTable: (asTable: boolean) => void;
  readonly picture: () => Picture;
  /** Its colours and its text size are the picture's. */
  readonly host: RefObject<Element | null>;
  readonly csv: () => string;
  /** Without its ending. */
  readonly fileName: string;
  /** Told in one line. */
  readonly onFailure: (message: string) => void;
}) {
  const savePng = async (): Promise<void> => {
    const blob = host.current === null ? null : await picturePng(picture(), host.current);
    if (blob === null) onFailure("The picture could not be made.");
    else saveBlob(blob, `${fileName}.png`);
  };
  return (
    <>
      <Button
        kind="quiet"
        icon={asTable ? "graph" : "table"}
        onClick={() => {
          onAsTable(!asTable);
        }}
      >
        {asTable ? "Chart" : "Table"}
      </Button>
      <Button kind="quiet" icon="device-camera" onClick={() => void savePng()}>
        PNG
      </Button>
      <Button
        kind="quiet"
        icon="save"
        onClick={() => {
          saveBlob(new Blob([csv()], { type: "text/csv" }), `${fileName}.csv`);
        }}
      >
        CSV
      </Button>
    </>
  );
}
