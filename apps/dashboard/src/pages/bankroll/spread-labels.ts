/** A word beside a place on y, in px. */
export interface SideLabel {
  y: number;
  text: string;
  className: string | undefined;
}

/** The labels from top to bottom, moved apart so that none stands over another, and none below `bottom`. */
export function spread(labels: readonly SideLabel[], height: number, bottom: number): SideLabel[] {
  const placed = [...labels].sort((a, b) => a.y - b.y).map((label) => ({ ...label }));
  for (let i = 1; i < placed.length; i++) placed[i]!.y = Math.max(placed[i]!.y, placed[i - 1]!.y + height);
  let limit = bottom;
  for (let i = placed.length - 1; i >= 0; i--) {
    placed[i]!.y = Math.min(placed[i]!.y, limit);
    limit = placed[i]!.y - height;
  }
  return placed;
}
