/** Width of the y axis, so that plots above each other share their x. */
export const Y_AXIS_PX = 46;
/** Beside a plot, at its right. */
export const RIGHT_PX = 16;
