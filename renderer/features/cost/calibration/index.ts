export { CalibrationView } from "./calibration-view";
